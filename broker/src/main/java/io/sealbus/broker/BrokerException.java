package io.sealbus.broker;

import org.jspecify.annotations.Nullable;

/** The broker cannot start, or cannot go on. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** Why. Permanent names; the message says which directory, port or fault. */
  public enum Code {
    /** Another process, or another broker of this one, has the data directory open. */
    DATA_DIRECTORY_LOCKED,
    /** The directory holds files that no broker of ours wrote. Nothing was changed. */
    DATA_DIRECTORY_FOREIGN,
    /** The directory was written by a version that this one cannot read. Nothing was changed. */
    DATA_DIRECTORY_INCOMPATIBLE,
    /** The directory cannot be made, read or written. */
    DATA_DIRECTORY_UNUSABLE,
    /** The address cannot be bound: in use, not permitted, or not of this machine. */
    ADDRESS_UNAVAILABLE,
    /** Kafka gave up while starting. */
    START_FAILED,
    /** A running broker met a fault that it cannot survive, a full disk for one. */
    FATAL_FAULT
  }

  BrokerException(Code code, String message) {
    this(code, message, null);
  }

  BrokerException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Why. */
  public Code code() {
    return code;
  }
}
