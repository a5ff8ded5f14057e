package io.sealbus.schemas;

/** Bytes on a topic that are no value of it. */
public final class UndecodableRecordException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence that quotes none of the bytes. */
  public UndecodableRecordException(String message) {
    super(message);
  }

  UndecodableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
