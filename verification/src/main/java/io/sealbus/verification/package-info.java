/**
 * The law: from policies, an image, its evidence and an instant to a verdict.
 *
 * <p>Everything here is a pure function over immutable values. No class reads a clock, a file or
 * the network, starts a thread, or knows the bus; time, trust and evidence come in as arguments, so
 * that any verdict can be recomputed offline. No error is a pass: whatever cannot be decided is
 * {@link io.sealbus.verification.Decision#UNDECIDED}.
 *
 * <p>Start at {@code containers} for what a node decides.
 */
@NullMarked
package io.sealbus.verification;

import org.jspecify.annotations.NullMarked;
