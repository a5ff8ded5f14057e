package io.sealbus.verification.language.cue;

/** An error. Incomplete ones may go away when more is known, and are none to a validation. */
record Bottom(Code code, String message) implements Value {
  enum Code {
    EVALUATION,
    USER,
    STRUCTURAL_CYCLE,
    INCOMPLETE,
    CYCLE
  }

  /** Errors of alternatives of which some are incomplete and others are not. */
  static final Bottom MIXED = error("alternatives are incomplete or in error");

  static Bottom error(String message) {
    return new Bottom(Code.EVALUATION, message);
  }

  static Bottom incomplete(String message) {
    return new Bottom(Code.INCOMPLETE, message);
  }

  /** Whether more knowledge could lift it. */
  boolean isIncomplete() {
    return code == Code.INCOMPLETE || code == Code.CYCLE;
  }

  /** The one that weighs more; an incomplete error weighs least. */
  Bottom and(Bottom other) {
    return isIncomplete() && !other.isIncomplete() ? other : this;
  }

  @Override
  public int kind() {
    return Kind.BOTTOM;
  }
}
