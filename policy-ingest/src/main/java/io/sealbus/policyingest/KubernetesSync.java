package io.sealbus.policyingest;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.policyingest.KubernetesListing.Item;
import io.sealbus.policyingest.KubernetesListing.Listed;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the topic follow what a cluster listed: first every resource that is there, then the
 * deletion of those that are not any more.
 *
 * <p>Nothing is deleted of a kind that was not listed whole, nor of one that the cluster does not
 * serve: a policy that is missing would let in what it keeps out.
 */
final class KubernetesSync {
  private final PolicyTable table;
  private final PolicyWriter writer;
  private final Map<KubernetesKind, KubernetesListing> listings;
  private final List<Change> changes = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<ResourceKey> seen = new HashSet<>();
  private boolean interrupted;

  /**
   * What came of it.
   *
   * @param complete false where Kafka did not take everything or a kind was not listed: to be
   *     repeated
   * @param changes without those that changed nothing
   */
  record Result(boolean complete, List<Change> changes, List<Fault> faults) {
    Result {
      changes = List.copyOf(changes);
      faults = List.copyOf(faults);
    }
  }

  private KubernetesSync(
      PolicyTable table, PolicyWriter writer, Map<KubernetesKind, KubernetesListing> listings) {
    this.table = table;
    this.writer = writer;
    this.listings = listings;
  }

  static Result run(
      PolicyTable table, PolicyWriter writer, Map<KubernetesKind, KubernetesListing> listings) {
    return new KubernetesSync(table, writer, listings).run();
  }

  private Result run() {
    boolean all = true;
    for (var listing : listings.entrySet()) {
      all &= take(listing.getKey(), listing.getValue());
    }
    for (var listing : listings.entrySet()) {
      if (listing.getValue() instanceof Listed listed && listed.faults().isEmpty()) {
        deleteWhatIsGone(listing.getKey());
      }
    }
    return new Result(all && !interrupted, changes, faults);
  }

  /** Whether the kind is known now. */
  private boolean take(KubernetesKind kind, KubernetesListing listing) {
    return switch (listing) {
      case Listed(String path, String version, List<Item> items, List<Fault> found) -> {
        faults.addAll(found);
        items.forEach(this::apply);
        yield found.isEmpty();
      }
      case KubernetesListing.NotServed() -> {
        if (table.snapshot().policies().values().stream().anyMatch(p -> isOurs(kind, p))) {
          faults.add(
              Rule.CLUSTER_UNREADABLE.fault(
                  kind.toString(),
                  "The cluster does not serve the kind any more; what it last held still holds."));
        }
        yield true;
      }
      case KubernetesListing.Failed(String why) -> {
        faults.add(Rule.CLUSTER_UNREADABLE.fault(kind.toString(), why));
        yield false;
      }
    };
  }

  private void apply(Item item) {
    Submitted submitted = item.submitted();
    submitted.resource().key().ifPresent(seen::add);
    if (!interrupted) {
      var origin = new Origin.Kubernetes(item.resourceVersion());
      record(submitted.place(), writer.apply(List.of(submitted), origin, false));
    }
  }

  private void record(String place, Outcome outcome) {
    switch (outcome) {
      case Outcome.Applied(List<Change> done) -> changed(done);
      case Outcome.Refused(List<Fault> found) -> faults.addAll(found);
      case Outcome.OwnedElsewhere owned ->
          faults.add(Rule.OWNED_ELSEWHERE.fault(place, owned.why()));
      // Not answered unless someone else was quicker.
      case Outcome.Missing() -> {}
      case Outcome.Interrupted(List<Change> done, String why) -> {
        changed(done);
        interrupted = true;
        faults.add(Rule.BUS_UNAVAILABLE.fault(place, why));
      }
    }
  }

  private void changed(List<Change> done) {
    done.stream().filter(c -> c.action() != Action.UNCHANGED).forEach(changes::add);
  }

  private void deleteWhatIsGone(KubernetesKind kind) {
    for (CurrentPolicy policy : table.snapshot().policies().values()) {
      if (!interrupted && isOurs(kind, policy) && !seen.contains(policy.key())) {
        var origin = new Origin.Kubernetes("");
        record(policy.key().text(), writer.delete(policy.key(), origin, false));
      }
    }
  }

  /** Whether a policy is of this kind and came from a cluster. */
  static boolean isOurs(KubernetesKind kind, CurrentPolicy policy) {
    return kind.holds(policy.key()) && policy.record().getOrigin().startsWith(Origin.KUBERNETES);
  }
}
