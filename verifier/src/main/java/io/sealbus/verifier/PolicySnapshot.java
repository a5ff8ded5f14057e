package io.sealbus.verifier;

import io.sealbus.verification.verdict.PolicySet;
import java.util.List;
import java.util.Map;

/**
 * All policies at one instant.
 *
 * @param version offset of the newest policies record that is in {@code policies}; -1 for none
 * @param policies what verdicts are decided by
 * @param entries each policy's version and reach, by key
 */
record PolicySnapshot(long version, PolicySet policies, Map<String, Entry> entries) {
  PolicySnapshot {
    entries = Map.copyOf(entries);
  }

  /**
   * One resource on the policies topic.
   *
   * @param version offset of its record
   * @param scopes the images that it can touch; empty where it can touch any
   */
  record Entry(long version, List<String> scopes) {
    Entry {
      scopes = List.copyOf(scopes);
    }
  }
}
