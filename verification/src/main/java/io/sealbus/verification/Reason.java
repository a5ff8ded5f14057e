package io.sealbus.verification;

import io.sealbus.verification.reference.Digest;
import org.jspecify.annotations.Nullable;

/**
 * One reason of a decision.
 *
 * @param code what consumers decide by
 * @param message a sentence for people; quotes foreign text escaped and cut short
 * @param signature digest of the attachment that the reason is about, where it is about one
 */
public record Reason(ReasonCode code, String message, @Nullable Digest signature) {
  /** A reason that is about no single signature. */
  public static Reason of(ReasonCode code, String message) {
    return new Reason(code, message, null);
  }
}
