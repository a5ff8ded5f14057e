package io.sealbus.verification.timestamp;

import io.sealbus.verification.trust.TrustedRoot.Authority;
import java.time.Instant;

/** A timestamp that a {@link TimestampVerifier} proved. */
public final class VerifiedTimestamp {
  private final Instant time;
  private final Authority authority;
  private final boolean dependsOnNow;

  VerifiedTimestamp(Instant time, Authority authority, boolean dependsOnNow) {
    this.time = time;
    this.authority = authority;
    this.dependsOnNow = dependsOnNow;
  }

  /** When the authority saw the bytes: the token's {@code genTime}. */
  public Instant time() {
    return time;
  }

  /** Who saw them. */
  public Authority authority() {
    return authority;
  }

  /** Whether the answer may be another at another time, so that it must not be remembered. */
  public boolean dependsOnNow() {
    return dependsOnNow;
  }
}
