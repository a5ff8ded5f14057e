package io.sealbus.verification;

/**
 * A check of foreign material came to no. Inside the law only: callers of the law get it as a
 * value, {@link Proof.Refused}. Without a stack trace, since it is an answer.
 */
public final class Refusal extends Exception {
  private final ReasonCode code;

  /** Because of {@code message}, which quotes foreign text escaped and cut short. */
  public Refusal(ReasonCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What consumers decide by. */
  public ReasonCode code() {
    return code;
  }

  /** Code and message as a reason that is about no single signature. */
  public Reason reason() {
    String message = getMessage();
    return Reason.of(code, message == null ? code.meaning() : message);
  }
}
