package io.sealbus.verification.language.cue;

/** The text is not CUE. */
final class MalformedTextException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTextException(String message, int line) {
    super(message + " (line " + line + ")");
  }
}
