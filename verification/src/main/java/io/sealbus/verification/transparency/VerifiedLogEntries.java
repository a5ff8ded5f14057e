package io.sealbus.verification.transparency;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.trust.ObservedTime;
import java.util.List;
import java.util.Set;

/** Log entries that a {@link LogEntryVerifier} proved and bound. */
public final class VerifiedLogEntries {
  /** Of no log. */
  static final VerifiedLogEntries NONE = new VerifiedLogEntries(Set.of(), List.of());

  private final Set<Bytes> logs;
  private final List<ObservedTime> times;

  VerifiedLogEntries(Set<Bytes> logs, List<ObservedTime> times) {
    this.logs = Set.copyOf(logs);
    this.times = List.copyOf(times);
  }

  /** Ids of the logs that hold the signature. */
  public Set<Bytes> logs() {
    return logs;
  }

  /** When logs took it, one time a log; only what a log has signed. */
  public List<ObservedTime> times() {
    return times;
  }
}
