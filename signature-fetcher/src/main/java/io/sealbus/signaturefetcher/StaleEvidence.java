package io.sealbus.signaturefetcher;

import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Which evidence has to be fetched again though no event of its own repository says so: a policy
 * asks for a place that was not looked at, or none does any more for one in another repository;
 * something changed at such a place; or the record is of a version that knew one place only. What
 * there is to do follows from the topics at any time, so that nothing is lost by a restart.
 * Thread-safe.
 */
final class StaleEvidence {
  /** Evidence that is to be fetched again. */
  record Stale(String key, int partition) {}

  private final FetchLedger ledger;
  private final Demand demand;
  private final SourceEvents sources;
  private final Queue<Stale> queue = new ArrayDeque<>();
  private volatile boolean changed = true;

  StaleEvidence(FetchLedger ledger, Demand demand, SourceEvents sources) {
    this.ledger = ledger;
    this.demand = demand;
    this.sources = sources;
  }

  /** The policies, another repository, or the partitions that this instance has, have changed. */
  void change() {
    changed = true;
  }

  /** Evidence is known to the ledger: while it was fetched, policies may have come to ask more. */
  void fetched(String key) {
    if (Reference.parse(key).orElse(null) instanceof Reference.ByDigest image) {
      Extent extent = ledger.extent(new FetchLedger.Place(TopicCatalogue.EVIDENCE, key));
      if (extent != null && !extent.covers(demand.wanted(image.repository(), image.digest()))) {
        change();
      }
    }
  }

  /** Takes at most {@code most} of what is stale. */
  synchronized List<Stale> take(int most) {
    // Before the policies are known, everything would be what none of them asks for.
    if (changed && demand.isKnown()) {
      changed = false;
      queue.clear();
      for (Map.Entry<String, Integer> evidence : ledger.evidence().entrySet()) {
        if (isStale(evidence.getKey())) {
          queue.add(new Stale(evidence.getKey(), evidence.getValue()));
        }
      }
    }
    var taken = new ArrayList<Stale>();
    while (taken.size() < most && !queue.isEmpty()) {
      taken.add(queue.remove());
    }
    return taken;
  }

  /** Evidence that is still to be fetched again. */
  synchronized int waiting() {
    return queue.size();
  }

  private boolean isStale(String key) {
    if (!(Reference.parse(key).orElse(null) instanceof Reference.ByDigest image)) {
      return false;
    }
    Extent extent = ledger.extent(new FetchLedger.Place(TopicCatalogue.EVIDENCE, key));
    Set<Place> wanted = demand.wanted(image.repository(), image.digest());
    return extent == null
        || !extent.covers(wanted)
        || extent.isBeyond(demand.tolerated(image.repository(), image.digest()))
        || isOutrun(image, extent, wanted);
  }

  /** Whether something happened in another repository after the fetch began. */
  private boolean isOutrun(Reference.ByDigest image, Extent extent, Set<Place> wanted) {
    for (Place place : wanted) {
      Optional<RepositoryName> source = AttachmentTags.other(place);
      if (source.isPresent() && isNewer(source.get(), image.digest(), extent)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNewer(RepositoryName source, Digest image, Extent extent) {
    return sources.isSince(source, Extent.id(image), extent.asOf())
        || extent.manifests().stream()
            .anyMatch(manifest -> sources.isSince(source, manifest, extent.asOf()));
  }
}
