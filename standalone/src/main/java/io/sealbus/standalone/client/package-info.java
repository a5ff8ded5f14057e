/**
 * A running Sealbus server, asked over HTTP.
 *
 * <p>Invariant: a refusal by the server keeps the server's own code and words. Start at {@link
 * io.sealbus.standalone.client.Server}.
 */
@NullMarked
package io.sealbus.standalone.client;

import org.jspecify.annotations.NullMarked;
