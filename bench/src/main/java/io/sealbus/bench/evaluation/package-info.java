/**
 * How many images a CPU-second judges: Sealbus, its peers, and the signature checks alone.
 *
 * <p>Invariant: every answer is looked at; a wrong one ends the run. Start at {@link
 * io.sealbus.bench.evaluation.Evaluation}.
 */
@NullMarked
package io.sealbus.bench.evaluation;

import org.jspecify.annotations.NullMarked;
