package io.sealbus.verifier;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.verdict.KnownEvidence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads evidence records as the law's values, place by place. A place that cannot be understood is
 * one that nothing is known of: what a foreign producer wrote wrongly becomes a reason, never a
 * pass.
 */
final class StoredEvidence {
  private StoredEvidence() {}

  /** Nothing was fetched yet. */
  static KnownEvidence none() {
    return new KnownEvidence(new AttachedEvidence(Map.of()), null);
  }

  /** What is attached, or why it is not known. */
  static KnownEvidence of(EvidenceRecord record) {
    return read(record, AttachmentFingerprints.none());
  }

  /**
   * As {@link #of(EvidenceRecord)}, of a stored one.
   *
   * @param record the value of {@code row}
   * @param row whose fingerprints the attachments get, all of them or none
   */
  static KnownEvidence of(EvidenceRecord record, EvidenceRow row) {
    AttachmentFingerprints fingerprints = AttachmentFingerprints.of(row);
    KnownEvidence read = read(record, fingerprints);
    return fingerprints.areInStep() ? read : of(record);
  }

  /** The attachments that {@link #of(EvidenceRecord)} reads, in its order. */
  static List<Attachment> attachments(EvidenceRecord record) {
    AttachmentFingerprints none = AttachmentFingerprints.none();
    read(record, none);
    return none.met();
  }

  private static KnownEvidence read(EvidenceRecord record, AttachmentFingerprints fingerprints) {
    Map<Place, Evidence> places = new HashMap<>();
    places.put(
        Place.SIGNATURES,
        evidence(
            AttachmentKind.SIGNATURE_TAG,
            record.getCompleteness(),
            record.getFailure(),
            record.getAttachments(),
            fingerprints));
    for (PlaceRecord place : record.getPlaces()) {
      discovery(place.getKind())
          .map(how -> new Place(how, place.getRepository(), place.getTagPrefix()))
          .ifPresent(where ->
              places.merge(where, evidence(place, fingerprints), (one, another) -> twice()));
    }
    return new KnownEvidence(new AttachedEvidence(places), record.getContentDigest());
  }

  /** Empty for a kind that this version does not know, which is thus no place that it looks at. */
  private static Optional<Discovery> discovery(AttachmentKind kind) {
    return switch (kind) {
      case SIGNATURE_TAG -> Optional.of(Discovery.SIGNATURE_TAG);
      case ATTESTATION_TAG -> Optional.of(Discovery.ATTESTATION_TAG);
      case REFERRER -> Optional.of(Discovery.REFERRERS);
      case IMAGE_CONFIG -> Optional.of(Discovery.IMAGE_CONFIG);
      case MIRROR -> Optional.of(Discovery.MIRROR);
      case UNKNOWN -> Optional.empty();
    };
  }

  /** Which of two reports on one place is the true one, nobody can tell. */
  private static Evidence twice() {
    return invalid("the evidence lists one place twice");
  }

  private static Evidence evidence(PlaceRecord place, AttachmentFingerprints fingerprints) {
    return evidence(
        place.getKind(),
        place.getCompleteness(),
        place.getFailure(),
        place.getAttachments(),
        fingerprints);
  }

  private static Evidence evidence(
      AttachmentKind kind,
      Completeness completeness,
      @Nullable FetchFailure failure,
      List<AttachmentRecord> records,
      AttachmentFingerprints fingerprints) {
    if (completeness != Completeness.COMPLETE) {
      return new Evidence.Unavailable(Subjects.failure(failure, "the fetch was not complete"));
    }
    var attachments = new ArrayList<Attachment>(records.size());
    for (AttachmentRecord record : records) {
      Optional<Digest> digest = Digest.parse(record.getDigest());
      ReferrerRecord from = record.getReferrer();
      Optional<Digest> manifest =
          from == null ? Optional.empty() : Digest.parse(from.getManifest());
      if (record.getKind() != kind || digest.isEmpty() || from != null && manifest.isEmpty()) {
        return invalid("an attachment is of another kind, or has no usable digest");
      }
      ByteBuffer bytes = record.getBytes();
      attachments.add(
          fingerprints.next(
              new Attachment(
                  record.getMediaType(),
                  digest.get(),
                  bytes == null ? null : Bytes.copyOf(bytes),
                  record.getAnnotations(),
                  from == null
                      ? null
                      : new Attachment.Referrer(
                          manifest.orElseThrow(), from.getArtifactType(), from.getLayers()))));
    }
    return new Evidence.Complete(attachments);
  }

  private static Evidence invalid(String message) {
    return new Evidence.Unavailable(Reason.of(ReasonCode.ATTACHMENT_INVALID, message));
  }
}
