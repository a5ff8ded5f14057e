package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;

/**
 * Which requirements a statement is known to satisfy. That a text of a policy is satisfied depends
 * on the statement and the text alone: its limits are counted, not timed, and it sees no clock.
 *
 * @param form what the attachment is read as, since of one there may be two statements
 * @param attachment names all that the statement is read from
 */
record StatementMemory(Facts facts, Form form, Bytes attachment) {
  /** Where a statement is in an attachment. */
  enum Form {
    LAYER("the statement of a layer satisfies"),
    BUNDLE("the statement of a bundle satisfies");

    private final String conclusion;

    Form(String conclusion) {
      this.conclusion = conclusion;
    }
  }

  static StatementMemory of(Facts facts, Form form, Attachment attachment) {
    return new StatementMemory(facts, form, attachment.fingerprint());
  }

  /** Whether the statement is known to satisfy the requirement that {@code digest} names. */
  boolean satisfies(byte[] digest) {
    return facts.holds(question(digest));
  }

  /** Remembers that it was found to. */
  void remember(byte[] digest) {
    facts.conclude(question(digest));
  }

  private Question question(byte[] digest) {
    return facts.conclusion(form.conclusion).add(digest).add(attachment).question();
  }
}
