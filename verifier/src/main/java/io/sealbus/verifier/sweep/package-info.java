/**
 * Carries a change of policies through a task's images, and says how much of the machine that
 * takes. Start at {@link io.sealbus.verifier.sweep.Sweep}.
 */
@NullMarked
package io.sealbus.verifier.sweep;

import org.jspecify.annotations.NullMarked;
