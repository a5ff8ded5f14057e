package io.sealbus.verification.bundle;

import io.sealbus.verification.facts.Reading;

/**
 * How much a bundle must prove.
 *
 * @param certificateTimestamps CT logs that must have promised the certificate; 0 to not look
 * @param logEntries transparency logs that must hold the signature; 0 to not look at log entries
 * @param signedTimestamps timestamp authorities that must have seen the signature
 * @param observedTimes proven times that there must be, timestamps and, where they count,
 *     integrated times together; a certificate needs at least one whatever is said here
 * @param integratedTimes whether the time at which a log promised its entry counts
 */
public record BundleRequirements(
    int certificateTimestamps,
    int logEntries,
    int signedTimestamps,
    int observedTimes,
    boolean integratedTimes) {
  public BundleRequirements {
    if (certificateTimestamps < 0 || logEntries < 0 || signedTimestamps < 0 || observedTimes < 0) {
      throw new IllegalArgumentException("a threshold is negative");
    }
  }

  /** Adds all of them to what an answer depends on. */
  public void describe(Reading reading) {
    reading
        .add(certificateTimestamps)
        .add(logEntries)
        .add(signedTimestamps)
        .add(observedTimes)
        .add(integratedTimes ? 1 : 0);
  }

  /** A timestamp authority must have seen the signature; the log is not looked at. */
  public static BundleRequirements timestamped(boolean insecureIgnoreSct) {
    return new BundleRequirements(insecureIgnoreSct ? 0 : 1, 0, 1, 1, false);
  }

  /** A log must hold the signature, and its promise or a timestamp say since when. */
  public static BundleRequirements logged(boolean insecureIgnoreSct) {
    return new BundleRequirements(insecureIgnoreSct ? 0 : 1, 1, 0, 1, true);
  }
}
