package io.sealbus.signaturefetcher;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was pulled, as a value of the {@code evidence} topic. */
final class EvidenceRecords {
  private EvidenceRecords() {}

  /**
   * The record.
   *
   * @param failures of those places that are not complete
   */
  static EvidenceRecord of(
      RepositoryName repository,
      Digest digest,
      PulledEvidence pulled,
      Map<Place, FetchFailure> failures,
      @Nullable String event,
      Instant now) {
    var others = new ArrayList<PlaceRecord>();
    PlaceRecord signatures = place(Place.SIGNATURES, null, null);
    for (var entry : pulled.places().entrySet()) {
      Place at = entry.getKey();
      PlaceRecord place = place(at, entry.getValue(), failures.get(at));
      if (at.equals(Place.SIGNATURES)) {
        signatures = place;
      } else {
        others.add(place);
      }
    }
    return EvidenceRecord.newBuilder()
        .setRegistry(repository.registry())
        .setRepository(repository.path())
        .setDigest(digest.text())
        .setAttachments(signatures.getAttachments())
        .setCompleteness(signatures.getCompleteness())
        .setFailure(signatures.getFailure())
        .setPlaces(others)
        .setContentDigest(EvidenceDigest.of(signatures, others))
        .setEvent(event)
        .setFetchedAt(now)
        .build();
  }

  private static PlaceRecord place(
      Place at, @Nullable Lookup<PulledPlace> lookup, @Nullable FetchFailure failure) {
    AttachmentKind kind = kind(at.discovery());
    List<AttachmentRecord> attachments =
        lookup instanceof Found<PulledPlace>(PulledPlace found)
            ? found.attachments().stream().map(one -> attachment(kind, one)).toList()
            : List.of();
    return PlaceRecord.newBuilder()
        .setKind(kind)
        .setRepository(at.repository())
        .setTagPrefix(at.tagPrefix())
        .setAttachments(attachments)
        .setCompleteness(lookup instanceof Found ? Completeness.COMPLETE : Completeness.FAILED)
        .setFailure(failure)
        .build();
  }

  private static AttachmentKind kind(Discovery discovery) {
    return switch (discovery) {
      case SIGNATURE_TAG -> AttachmentKind.SIGNATURE_TAG;
      case ATTESTATION_TAG -> AttachmentKind.ATTESTATION_TAG;
      case REFERRERS -> AttachmentKind.REFERRER;
      case IMAGE_CONFIG -> AttachmentKind.IMAGE_CONFIG;
      case MIRROR -> AttachmentKind.MIRROR;
    };
  }

  private static AttachmentRecord attachment(AttachmentKind kind, PulledAttachment pulled) {
    Attachment attachment = pulled.attachment();
    Bytes content = attachment.content();
    Attachment.Referrer referrer = attachment.referrer();
    return AttachmentRecord.newBuilder()
        .setKind(kind)
        .setMediaType(attachment.mediaType())
        .setDigest(attachment.digest().text())
        .setSize(pulled.size())
        .setBytes(content == null ? null : ByteBuffer.wrap(content.toArray()))
        .setAnnotations(attachment.annotations())
        .setReferrer(
            referrer == null
                ? null
                : new ReferrerRecord(
                    referrer.manifest().text(), referrer.artifactType(), referrer.layers()))
        .build();
  }
}
