/**
 * Policies × images × evidence → verdicts; re-verifies what a change touches, and nothing else.
 *
 * <p>Invariants: no older verdict replaces a newer one; a verdict that says nothing new is not
 * published; a fresh push never waits for a sweep. Start at {@link
 * io.sealbus.verifier.VerifierService}, then {@link io.sealbus.verifier.Judge}. Beside them lie
 * what the policies are, how records are read and written, what a task keeps, how a sweep goes, and
 * Kafka's clients.
 */
@NullMarked
package io.sealbus.verifier;

import org.jspecify.annotations.NullMarked;
