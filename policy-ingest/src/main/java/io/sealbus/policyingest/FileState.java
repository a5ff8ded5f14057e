package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a policy file stands. */
sealed interface FileState {
  /** It may be half written: what it said before still holds. */
  record Unsettled() implements FileState {}

  /** It can be read, and has not changed between two looks. */
  record Usable(List<Submitted> resources) implements FileState {
    public Usable {
      resources = List.copyOf(resources);
    }

    /** The keys of its resources, as far as they have one. */
    Set<ResourceKey> keys() {
      return resources.stream()
          .flatMap(s -> s.resource().key().stream())
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * It cannot be used: what it said before still holds.
   *
   * @param keys of the policies that it would hold, where they could be read
   */
  record Faulty(List<Fault> faults, Set<ResourceKey> keys) implements FileState {
    public Faulty {
      faults = List.copyOf(faults);
      keys = Set.copyOf(keys);
    }
  }
}
