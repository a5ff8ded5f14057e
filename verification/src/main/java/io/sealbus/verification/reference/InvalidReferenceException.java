package io.sealbus.verification.reference;

/** The text is not an image reference. The message says why and quotes no more than its start. */
public final class InvalidReferenceException extends Exception {
  InvalidReferenceException(String message) {
    // No stack trace: it is an answer about foreign text, not a fault of the program.
    super(message, null, false, false);
  }
}
