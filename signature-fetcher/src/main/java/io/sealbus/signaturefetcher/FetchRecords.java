package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of {@code images} and {@code evidence}.
 *
 * @param session put into the headers of each, see {@link FetchLedger}
 */
record FetchRecords(String session) {
  /** An image that the registry has. */
  OutgoingRecord<ImageRecord> image(
      Reference reference,
      Manifest manifest,
      List<Instance> instances,
      @Nullable String event,
      Instant now) {
    ImageRecord record =
        builder(reference, event, now)
            .setDigest(manifest.digest().text())
            .setMediaType(manifest.contentType())
            .setPlatforms(
                instances.stream()
                    .map(i -> new PlatformRecord(i.platform(), i.digest().text()))
                    .toList())
            .build();
    return new OutgoingRecord<>(
        TopicCatalogue.IMAGES,
        reference.key(),
        record,
        FetchHeaders.of(record.getDigest(), null, event).toMap(session));
  }

  /** An image that the registry could not be asked about. */
  OutgoingRecord<ImageRecord> failedImage(
      Reference reference, FetchFailure failure, @Nullable String event, Instant now) {
    ImageRecord record =
        builder(reference, event, now)
            .setDigest(null)
            .setMediaType(null)
            .setPlatforms(List.of())
            .setFailure(failure)
            .build();
    return new OutgoingRecord<>(
        TopicCatalogue.IMAGES,
        reference.key(),
        record,
        FetchHeaders.of(null, failure, event).toMap(session));
  }

  /** An image that the registry does not have. */
  OutgoingRecord<ImageRecord> noImage(Reference reference) {
    return new OutgoingRecord<>(
        TopicCatalogue.IMAGES, reference.key(), null, FetchHeaders.none().toMap(session));
  }

  private static ImageRecord.Builder builder(
      Reference reference, @Nullable String event, Instant now) {
    return ImageRecord.newBuilder()
        .setRegistry(reference.repository().registry())
        .setRepository(reference.repository().path())
        .setTag(reference instanceof Reference.ByTag byTag ? byTag.tag() : null)
        .setEvent(event)
        .setObservedAt(now);
  }

  /**
   * What is attached to a manifest, place by place.
   *
   * @param failures of those places that are not complete
   * @param asOf when the fetch began
   */
  OutgoingRecord<EvidenceRecord> evidence(
      RepositoryName repository,
      Digest digest,
      PulledEvidence pulled,
      Map<Place, FetchFailure> failures,
      @Nullable String event,
      Instant asOf,
      Instant now) {
    EvidenceRecord record = EvidenceRecords.of(repository, digest, pulled, failures, event, now);
    FetchFailure earliest =
        failures.values().stream()
            .min(Comparator.comparing(FetchFailure::getNextAttemptAt))
            .orElse(null);
    String contentDigest = earliest == null ? record.getContentDigest() : null;
    return new OutgoingRecord<>(
        TopicCatalogue.EVIDENCE,
        repository + "@" + digest,
        record,
        FetchHeaders.of(contentDigest, earliest, event)
            .reaching(Extent.of(pulled, asOf))
            .toMap(session));
  }

  /** The manifest is gone, and its evidence with it. */
  OutgoingRecord<EvidenceRecord> noEvidence(RepositoryName repository, Digest digest) {
    return new OutgoingRecord<>(
        TopicCatalogue.EVIDENCE,
        repository + "@" + digest,
        null,
        FetchHeaders.none().toMap(session));
  }
}
