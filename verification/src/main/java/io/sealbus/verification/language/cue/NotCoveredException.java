package io.sealbus.verification.language.cue;

/** The text uses what is not covered here. */
final class NotCoveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String construct;
  private final int line;

  NotCoveredException(String construct, int line) {
    super(construct);
    this.construct = construct;
    this.line = line;
  }

  String construct() {
    return construct;
  }

  int line() {
    return line;
  }
}
