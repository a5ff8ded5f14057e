package io.sealbus.verification.resource;

import java.util.List;

/** What came of reading something foreign. */
public sealed interface Reading<T> {
  /** It could be read. */
  record Read<T>(T value) implements Reading<T> {}

  /**
   * It could not, and nothing of it may be used.
   *
   * @param findings at least one
   */
  record Refused<T>(List<Finding> findings) implements Reading<T> {
    public Refused {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a refusal says why");
      }
    }
  }
}
