package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;

/**
 * Which requirements a statement is known to satisfy. That a text of a policy is satisfied depends
 * on the statement and the text alone: its limits are counted, not timed, and it sees no clock.
 *
 * @param statement names all that the statement is read from
 */
record StatementMemory(Facts facts, byte[] statement) {
  /** Whether the statement is known to satisfy the requirement that {@code digest} names. */
  boolean satisfies(byte[] digest) {
    return facts.holds(question(digest));
  }

  /** Remembers that it was found to. */
  void remember(byte[] digest) {
    facts.conclude(question(digest));
  }

  private Question question(byte[] digest) {
    return facts.conclusion("a statement satisfies").add(digest).add(statement).question();
  }
}
