package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import java.util.List;

/** What came of checking something that was handed in. */
sealed interface Checked<T> {
  /** It may be used. */
  record Good<T>(T value) implements Checked<T> {}

  /**
   * It may not, nor any part of it.
   *
   * @param faults at least one
   */
  record Bad<T>(List<Fault> faults) implements Checked<T> {
    public Bad {
      faults = List.copyOf(faults);
      if (faults.isEmpty()) {
        throw new IllegalArgumentException("a refusal says why");
      }
    }
  }
}
