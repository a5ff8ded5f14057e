package io.sealbus.policyingest;

import io.sealbus.runtime.http.Printable;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.util.List;

/** What came of a request to write. */
sealed interface Outcome {
  /** All of it is durable and in the own table; or would be, in a dry run. */
  record Applied(List<Change> changes) implements Outcome {
    public Applied {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Nothing was written, because of the input.
   *
   * @param faults at least one
   */
  record Refused(List<Fault> faults) implements Outcome {
    public Refused {
      faults = List.copyOf(faults);
    }
  }

  /** Nothing was written: the policy follows the watched directory, or a cluster. */
  record OwnedElsewhere(ResourceKey key, String origin) implements Outcome {
    /** In a sentence for people. */
    String why() {
      return key + " follows " + Printable.of(origin, 300) + "; change it there.";
    }
  }

  /** Nothing was written: there is no such policy. */
  record Missing() implements Outcome {}

  /** Kafka did not take it, or not all of it: {@code changes} says what became of each. */
  record Interrupted(List<Change> changes, String why) implements Outcome {
    public Interrupted {
      changes = List.copyOf(changes);
    }
  }
}
