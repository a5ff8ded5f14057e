package io.sealbus.renderer.verdict;

import io.sealbus.schemas.VerdictRecord;
import java.util.Comparator;

/** What orders two verdicts for one reference. */
record VerdictVersions(long policy, long trust, long image, long evidence)
    implements Comparable<VerdictVersions> {
  /** Of a reference without a verdict: older than any. */
  static final VerdictVersions NONE =
      new VerdictVersions(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

  private static final Comparator<VerdictVersions> ORDER =
      Comparator.comparingLong(VerdictVersions::policy)
          .thenComparingLong(VerdictVersions::trust)
          .thenComparingLong(VerdictVersions::image)
          .thenComparingLong(VerdictVersions::evidence);

  static VerdictVersions of(VerdictRecord verdict) {
    return new VerdictVersions(
        verdict.getPolicyVersion(),
        verdict.getTrustVersion(),
        verdict.getImageVersion(),
        verdict.getEvidenceVersion());
  }

  /** Whether a verdict of these versions may take the place of one of {@code current}. */
  boolean mayReplace(VerdictVersions current) {
    return compareTo(current) >= 0;
  }

  @Override
  public int compareTo(VerdictVersions other) {
    return ORDER.compare(this, other);
  }
}
