package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
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
        TopicCatalogue.IMAGES, reference.key(), null, new FetchHeaders(null, null).toMap(session));
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

  /** Everything that is attached to a manifest. */
  OutgoingRecord<EvidenceRecord> evidence(
      RepositoryName repository,
      Digest digest,
      List<PulledAttachment> attachments,
      @Nullable String event,
      Instant now) {
    List<AttachmentRecord> records = attachments.stream().map(FetchRecords::attachment).toList();
    String contentDigest = EvidenceDigest.of(Completeness.COMPLETE, records);
    EvidenceRecord record =
        evidenceBuilder(repository, digest, event, now)
            .setAttachments(records)
            .setCompleteness(Completeness.COMPLETE)
            .setContentDigest(contentDigest)
            .build();
    return new OutgoingRecord<>(
        TopicCatalogue.EVIDENCE,
        repository + "@" + digest,
        record,
        FetchHeaders.of(contentDigest, null, event).toMap(session));
  }

  /** What is attached to a manifest could not be found out. */
  OutgoingRecord<EvidenceRecord> failedEvidence(
      RepositoryName repository,
      Digest digest,
      FetchFailure failure,
      @Nullable String event,
      Instant now) {
    EvidenceRecord record =
        evidenceBuilder(repository, digest, event, now)
            .setAttachments(List.of())
            .setCompleteness(Completeness.FAILED)
            .setFailure(failure)
            .setContentDigest(EvidenceDigest.of(Completeness.FAILED, List.of()))
            .build();
    return new OutgoingRecord<>(
        TopicCatalogue.EVIDENCE,
        repository + "@" + digest,
        record,
        FetchHeaders.of(null, failure, event).toMap(session));
  }

  /** The manifest is gone, and its evidence with it. */
  OutgoingRecord<EvidenceRecord> noEvidence(RepositoryName repository, Digest digest) {
    return new OutgoingRecord<>(
        TopicCatalogue.EVIDENCE,
        repository + "@" + digest,
        null,
        new FetchHeaders(null, null).toMap(session));
  }

  private static EvidenceRecord.Builder evidenceBuilder(
      RepositoryName repository, Digest digest, @Nullable String event, Instant now) {
    return EvidenceRecord.newBuilder()
        .setRegistry(repository.registry())
        .setRepository(repository.path())
        .setDigest(digest.text())
        .setEvent(event)
        .setFetchedAt(now);
  }

  private static AttachmentRecord attachment(PulledAttachment pulled) {
    Bytes content = pulled.attachment().content();
    return AttachmentRecord.newBuilder()
        .setKind(AttachmentKind.SIGNATURE_TAG)
        .setMediaType(pulled.attachment().mediaType())
        .setDigest(pulled.attachment().digest().text())
        .setSize(pulled.size())
        .setBytes(content == null ? null : ByteBuffer.wrap(content.toArray()))
        .setAnnotations(pulled.attachment().annotations())
        .build();
  }
}
