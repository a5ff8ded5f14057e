package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.ImageManifest;
import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
  private final FetchLedger ledger;
  private final FetchRecords records;
  private final RetrySchedule schedule;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final FetchMetrics metrics;

  ImageObserver(
      Pulls pulls,
      FetchLedger ledger,
      FetchRecords records,
      RetrySchedule schedule,
      RandomGenerator random,
      InstantSource clock,
      FetchMetrics metrics) {
    this.pulls = pulls;
    this.ledger = ledger;
    this.records = records;
    this.schedule = schedule;
    this.random = random;
    this.clock = clock;
    this.metrics = metrics;
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
      case Found<Manifest> found ->
          switch (ImageManifest.parse(found.value())) {
            case ImageManifest.Invalid invalid ->
                List.of(failed(reference, Failed.of(invalid.code(), invalid.message()), event));
            case ImageManifest.Single single -> found(reference, found.value(), List.of(), event);
            case ImageManifest.Index index ->
                found(reference, found.value(), index.instances(), event);
          };
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
    return records.failedImage(reference, failure(place, failed), event, clock.instant());
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
    Set<Callable<Lookup<List<PulledAttachment>>>> calls = new LinkedHashSet<>();
    digests.forEach(digest -> calls.add(() -> pulls.evidence(repository, digest)));
    var out = new ArrayList<OutgoingRecord<?>>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lookup<List<PulledAttachment>>>> lookups = threads.invokeAll(calls);
      int next = 0;
      for (Digest digest : digests) {
        addEvidence(out, repository, digest, lookups.get(next++).get(), event);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return out;
  }

  private void addEvidence(
      List<OutgoingRecord<?>> out,
      RepositoryName repository,
      Digest digest,
      Lookup<List<PulledAttachment>> lookup,
      @Nullable String event) {
    metrics.asked("evidence", lookup);
    Instant now = clock.instant();
    var place = new FetchLedger.Place(TopicCatalogue.EVIDENCE, repository + "@" + digest);
    switch (lookup) {
      case Found<List<PulledAttachment>> found -> {
        var record = records.evidence(repository, digest, found.value(), event, now);
        var value = record.value();
        if (value == null || !value.getContentDigest().equals(ledger.digest(place))) {
          out.add(record);
        }
      }
      case Failed<List<PulledAttachment>> failed ->
          out.add(records.failedEvidence(repository, digest, failure(place, failed), event, now));
      case NotFound<List<PulledAttachment>> none ->
          throw new IllegalStateException("evidence is found or failed");
    }
  }

  private FetchFailure failure(FetchLedger.Place place, Failed<?> failed) {
    int attempts = (int) Math.min(ledger.attempts(place) + 1L, Integer.MAX_VALUE);
    String message = failed.message();
    Duration wish = failed.retryAfter();
    return FetchFailure.newBuilder()
        .setCode(failed.code().name())
        .setMessage(message.substring(0, Math.min(message.length(), MAX_MESSAGE)))
        .setAttempts(attempts)
        .setNextAttemptAt(schedule.next(clock.instant(), attempts, wish, random))
        .build();
  }
}
