/**
 * The long-running forms of the command: one node with a broker of its own, or services against a
 * Kafka that is there already.
 *
 * <p>Invariant: whatever stops a start, everything that was started before is stopped again. Start
 * at {@link io.sealbus.standalone.server.SingleNode}.
 */
@NullMarked
package io.sealbus.standalone.server;

import org.jspecify.annotations.NullMarked;
