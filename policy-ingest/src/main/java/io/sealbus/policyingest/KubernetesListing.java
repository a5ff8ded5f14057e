package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cluster answered when it was asked for all resources of a kind. */
sealed interface KubernetesListing {
  /**
   * All there are.
   *
   * @param path of the list that was served; empty for resources that were asked for one by one
   * @param resourceVersion of the list, from which on changes can be watched
   * @param faults of items that are no resources; then it is not known what all are
   */
  record Listed(String path, String resourceVersion, List<Item> items, List<Fault> faults)
      implements KubernetesListing {
    public Listed {
      items = List.copyOf(items);
      faults = List.copyOf(faults);
    }
  }

  /** The cluster does not know the kind. */
  record NotServed() implements KubernetesListing {}

  /** It could not be asked. */
  record Failed(String why) implements KubernetesListing {}

  /**
   * One resource.
   *
   * @param resourceVersion at which the cluster has it
   * @param conditions {@code status.conditions} as the cluster has them; null for none
   */
  record Item(Submitted submitted, String resourceVersion, @Nullable Node conditions) {}
}
