/**
 * How many requests it takes to have one signed image's manifest and signature, and to have them
 * again when nothing has changed. Start at {@link io.sealbus.bench.requests.Requests}.
 */
@NullMarked
package io.sealbus.bench.requests;

import org.jspecify.annotations.NullMarked;
