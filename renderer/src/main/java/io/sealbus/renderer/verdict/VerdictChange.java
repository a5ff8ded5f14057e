package io.sealbus.renderer.verdict;

import io.sealbus.schemas.VerdictRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the {@code verdicts} topic, decoded.
 *
 * @param reference the record's key
 * @param bytes the value as it stands on the topic; empty for a tombstone
 * @param verdict null for a tombstone: the reference is gone from its registry
 */
record VerdictChange(
    int partition, long offset, String reference, byte[] bytes, @Nullable VerdictRecord verdict) {

  /** A tombstone has no versions: it replaces whatever stands, and anything may follow it. */
  VerdictVersions versions() {
    return verdict == null ? VerdictVersions.NONE : VerdictVersions.of(verdict);
  }

  boolean mayReplace(VerdictVersions current) {
    return verdict == null || versions().mayReplace(current);
  }
}
