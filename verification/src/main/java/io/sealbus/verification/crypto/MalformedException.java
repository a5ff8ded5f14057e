package io.sealbus.verification.crypto;

/**
 * Foreign bytes are not a key, a certificate or an encoding of what is asked for. An answer, so it
 * carries no stack trace.
 */
public final class MalformedException extends Exception {
  /** Because of {@code message}. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }
}
