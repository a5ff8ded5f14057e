package io.sealbus.verification.language;

import io.sealbus.verification.json.JsonValue;

/** A text that was compiled once and is asked often. Immutable, safe for use by many threads. */
public interface CompiledPolicyText {
  /**
   * Whether {@code document} satisfies the text. Never throws, whatever the document; takes no
   * longer than {@code limits} allow.
   */
  Outcome evaluate(JsonValue document, EvaluationLimits limits);

  /** The answer. */
  sealed interface Outcome {
    /** The document satisfies the text. */
    record Satisfied() implements Outcome {}

    /** It does not, in the words of the reference where it has some. */
    record Unsatisfied(String message) implements Outcome {}

    /** It could not be found out within the limits, or at all. Never a pass. */
    record Undetermined(String message) implements Outcome {}
  }
}
