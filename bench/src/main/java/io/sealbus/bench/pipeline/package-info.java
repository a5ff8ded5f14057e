/**
 * Sealbus as a whole, as its command starts it: from a registry's notification to the verdict on
 * the topic, and from the command to its answer. Start at {@link
 * io.sealbus.bench.pipeline.Pipeline} and {@link io.sealbus.bench.pipeline.Start}.
 *
 * <p>Invariants: Sealbus, the registry and whoever measures are processes of their own, so that CPU
 * time is told apart; a verdict that is not the right one ends the run.
 */
@NullMarked
package io.sealbus.bench.pipeline;

import org.jspecify.annotations.NullMarked;
