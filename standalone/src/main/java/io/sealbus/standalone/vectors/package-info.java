/**
 * Runs test cases: inputs with the outcome that the platforms themselves gave.
 *
 * <p>Invariant: a case that is not understood, cannot be read or breaks is a failure, never left
 * out. Start at {@link io.sealbus.standalone.vectors.VectorRun}.
 */
@NullMarked
package io.sealbus.standalone.vectors;

import org.jspecify.annotations.NullMarked;
