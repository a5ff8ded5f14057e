package io.sealbus.verification.language.cue;

/** The evaluation cannot go on: a bound was reached, or what the engine would do is not known. */
final class UndecidableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecidableException(String message) {
    super(message, null, false, false);
  }
}
