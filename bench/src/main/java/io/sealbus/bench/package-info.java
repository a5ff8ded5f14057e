/**
 * Measures how fast Sealbus is: beside its peers and beside the floor, interleaved in one run on
 * one machine, so that what is compared is a ratio.
 *
 * <p>Invariants: what is timed is checked to give the right answer; a figure that could not be
 * taken is left out, never estimated. Start at {@link io.sealbus.bench.Bench}; a new part is a
 * class with a method that takes a {@link io.sealbus.bench.Run}, and a line there.
 */
@NullMarked
package io.sealbus.bench;

import org.jspecify.annotations.NullMarked;
