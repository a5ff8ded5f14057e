package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.ImageManifest;
import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.signaturefetcher.registry.Lane;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.ReferrerManifest;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks the registry what a reference stands for and what is attached to it, as records. */
final class ImageObserver {
  private static final int MAX_MESSAGE = 1024;

  private final Pulls pulls;
  private final Demand demand;
  private final FetchLedger ledger;
  private final FetchRecords records;
  private final RetrySchedule schedule;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final FetchMetrics metrics;

  ImageObserver(
      Pulls pulls,
      Demand demand,
      FetchLedger ledger,
      FetchRecords records,
      RetrySchedule schedule,
      RandomGenerator random,
      InstantSource clock,
      FetchMetrics metrics) {
    this.pulls = pulls;
    this.demand = demand;
    this.ledger = ledger;
    this.records = records;
    this.schedule = schedule;
    this.random = random;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** The same, asking registries in {@code lane}. */
  ImageObserver in(Lane lane) {
    return new ImageObserver(
        pulls.in(lane), demand, ledger, records, schedule, random, clock, metrics);
  }

  /**
   * What {@code reference} stands for: the image and its evidence, or that it is gone, or that the
   * registry could not be asked.
   */
  List<OutgoingRecord<?>> observe(Reference reference, @Nullable String event)
      throws InterruptedException {
    Lookup<Manifest> lookup =
        switch (reference) {
          case Reference.ByTag byTag -> pulls.resolve(byTag.repository(), byTag.tag());
          case Reference.ByDigest byDigest ->
              pulls.pullManifest(byDigest.repository(), byDigest.digest());
        };
    metrics.asked("image", lookup);
    return switch (lookup) {
      case NotFound<Manifest> gone -> gone(reference);
      case Failed<Manifest> failed -> List.of(failed(reference, failed, event));
      case Found<Manifest> found -> observed(reference, found.value(), event);
    };
  }

  private List<OutgoingRecord<?>> observed(
      Reference reference, Manifest manifest, @Nullable String event) throws InterruptedException {
    Optional<ReferrerManifest> about = ReferrerManifest.parse(manifest);
    if (about.isEmpty()) {
      return image(reference, manifest, event);
    }
    // Somebody attached it to another manifest, whose evidence it may be.
    var out = new ArrayList<OutgoingRecord<?>>();
    if (reference instanceof Reference.ByTag || !about.get().isArtifact()) {
      out.addAll(image(reference, manifest, event));
    }
    out.addAll(evidence(reference.repository(), List.of(about.get().subject()), event));
    return out;
  }

  private List<OutgoingRecord<?>> image(
      Reference reference, Manifest manifest, @Nullable String event) throws InterruptedException {
    return switch (ImageManifest.parse(manifest)) {
      case ImageManifest.Invalid invalid ->
          List.of(failed(reference, Failed.of(invalid.code(), invalid.message()), event));
      case ImageManifest.Single single -> found(reference, manifest, List.of(), event);
      case ImageManifest.Index index -> found(reference, manifest, index.instances(), event);
    };
  }

  private List<OutgoingRecord<?>> gone(Reference reference) {
    return switch (reference) {
      case Reference.ByTag byTag -> List.of(records.noImage(byTag));
      case Reference.ByDigest byDigest ->
          List.of(
              records.noImage(byDigest),
              records.noEvidence(byDigest.repository(), byDigest.digest()));
    };
  }

  private OutgoingRecord<?> failed(
      Reference reference, Failed<Manifest> failed, @Nullable String event) {
    var place = new FetchLedger.Place(TopicCatalogue.IMAGES, reference.key());
    return records.failedImage(
        reference, failure(place, failed, clock.instant()), event, clock.instant());
  }

  private List<OutgoingRecord<?>> found(
      Reference reference, Manifest manifest, List<Instance> instances, @Nullable String event)
      throws InterruptedException {
    Instant now = clock.instant();
    var out = new ArrayList<OutgoingRecord<?>>();
    var digests = new LinkedHashSet<Digest>();
    digests.add(manifest.digest());
    instances.forEach(instance -> digests.add(instance.digest()));
    // Evidence goes first, so that whoever sees the image finds its evidence already there.
    out.addAll(evidence(reference.repository(), digests, event));
    out.add(records.image(reference, manifest, instances, event, now));
    var byDigest = new Reference.ByDigest(reference.repository(), manifest.digest());
    if (!byDigest.equals(reference)) {
      out.add(records.image(byDigest, manifest, instances, event, now));
    }
    return out;
  }

  /** The evidence of each of {@code digests}, side by side; what has not changed is left out. */
  List<OutgoingRecord<?>> evidence(
      RepositoryName repository, Collection<Digest> digests, @Nullable String event)
      throws InterruptedException {
    Instant asOf = clock.instant();
    var out = new ArrayList<OutgoingRecord<?>>();
    if (digests.size() == 1) {
      Digest only = digests.iterator().next();
      addEvidence(out, repository, only, pulled(repository, only), event, asOf);
      return out;
    }
    var calls = new ArrayList<Callable<PulledEvidence>>();
    digests.forEach(digest -> calls.add(() -> pulled(repository, digest)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PulledEvidence>> pulled = threads.invokeAll(calls);
      int next = 0;
      for (Digest digest : digests) {
        addEvidence(out, repository, digest, pulled.get(next++).get(), event, asOf);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return out;
  }

  private PulledEvidence pulled(RepositoryName repository, Digest digest)
      throws InterruptedException {
    return pulls.evidence(repository, digest, demand.now(repository, digest));
  }

  private void addEvidence(
      List<OutgoingRecord<?>> out,
      RepositoryName repository,
      Digest digest,
      PulledEvidence pulled,
      @Nullable String event,
      Instant asOf) {
    Instant now = clock.instant();
    var key = new FetchLedger.Place(TopicCatalogue.EVIDENCE, repository + "@" + digest);
    Map<Place, FetchFailure> failures = new HashMap<>();
    pulled
        .places()
        .forEach((place, lookup) -> {
          metrics.asked(place.discovery().name(), lookup);
          if (lookup instanceof Failed<PulledPlace> failed) {
            failures.put(place, failure(key, failed, now));
          } else if (lookup instanceof Found<PulledPlace>(PulledPlace found)) {
            metrics.ignored(found.ignored());
          }
        });
    var record = records.evidence(repository, digest, pulled, failures, event, asOf, now);
    EvidenceRecord value = record.value();
    boolean known =
        value != null
            && failures.isEmpty()
            && value.getContentDigest().equals(ledger.digest(key))
            && ledger.extent(key) != null;
    if (!known) {
      out.add(record);
    }
  }

  private FetchFailure failure(FetchLedger.Place place, Failed<?> failed, Instant now) {
    int attempts = (int) Math.min(ledger.attempts(place) + 1L, Integer.MAX_VALUE);
    String message = failed.message();
    Duration wish = failed.retryAfter();
    return FetchFailure.newBuilder()
        .setCode(failed.code().name())
        .setMessage(message.substring(0, Math.min(message.length(), MAX_MESSAGE)))
        .setAttempts(attempts)
        .setNextAttemptAt(schedule.next(now, attempts, wish, random))
        .build();
  }
}
