package io.sealbus.verification.containers;

import io.sealbus.verification.ReasonCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signature, or the material to check it, does not hold. Inside this package only: callers get
 * it as a value. Without a stack trace, since it is an answer about foreign bytes.
 */
final class Rejection extends Exception {
  private final ReasonCode code;

  /** Null where time plays no part. */
  private final @Nullable Instant validUntil;

  Rejection(ReasonCode code, String message) {
    this(code, message, null);
  }

  Rejection(ReasonCode code, String message, @Nullable Instant validUntil) {
    super(message, null, false, false);
    this.code = code;
    this.validUntil = validUntil;
  }

  /** Last instant to which the answer holds, or null. */
  @Nullable Instant validUntil() {
    return validUntil;
  }

  ReasonCode code() {
    return code;
  }

  String text() {
    String message = getMessage();
    return message == null ? code.meaning() : message;
  }
}
