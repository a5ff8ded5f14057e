package io.sealbus.verification.transparency;

import io.sealbus.verification.Proof;
import io.sealbus.verification.trust.ObservedTime;
import java.util.List;

/**
 * A signature that logs were proven to hold, together with its key. That they hold it for the same
 * bytes is still to be proven, once the signature itself is: so a changed payload is told apart
 * from a foreign log entry.
 */
public final class LoggedSignature {
  /** What is proven where the log is not looked at: nothing. */
  public static final LoggedSignature NOT_LOOKED_AT =
      new LoggedSignature(
          new LogClaim(null, new byte[0], null, null, null), List.of(), VerifiedLogEntries.NONE);

  private final LogClaim claim;
  private final List<LogEntryBody> bodies;
  private final VerifiedLogEntries entries;

  LoggedSignature(LogClaim claim, List<LogEntryBody> bodies, VerifiedLogEntries entries) {
    this.claim = claim;
    this.bodies = List.copyOf(bodies);
    this.entries = entries;
  }

  /** When logs took it. */
  public List<ObservedTime> times() {
    return entries.times();
  }

  /**
   * Proves that every entry is about the claim's bytes. Refused with {@code TLOG_ENTRY_MISMATCH}.
   */
  public Proof<VerifiedLogEntries> bind() {
    return Proof.of(() -> {
      for (LogEntryBody body : bodies) {
        body.requireBytesOf(claim);
      }
      return entries;
    });
  }
}
