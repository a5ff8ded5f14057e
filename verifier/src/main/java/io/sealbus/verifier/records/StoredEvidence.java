package io.sealbus.verifier.records;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verifier.records.EvidenceParts.Layer;
import io.sealbus.verifier.records.EvidenceParts.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads evidence records as the law's values, place by place. A place that cannot be understood is
 * one that nothing is known of: what a foreign producer wrote wrongly becomes a reason, never a
 * pass.
 */
public final class StoredEvidence {
  private StoredEvidence() {}

  /** Nothing was fetched yet. */
  public static KnownEvidence none() {
    return new KnownEvidence(new AttachedEvidence(Map.of()), null);
  }

  /** What is attached, or why it is not known. */
  static KnownEvidence of(EvidenceRecord record) {
    return of(EvidenceParts.of(record));
  }

  private static KnownEvidence of(EvidenceParts parts) {
    return read(parts, AttachmentFingerprints.none());
  }

  /**
   * As {@link #of(EvidenceRecord)}, of a stored one. Its attachments get the fingerprints that are
   * stored with them, all of them or none.
   *
   * @throws UndecodableRecordException where the row has no record
   */
  public static KnownEvidence of(EvidenceRow row, EvidenceDecoding decoding)
      throws UndecodableRecordException {
    EvidenceParts parts = row.decode(decoding);
    AttachmentFingerprints fingerprints = AttachmentFingerprints.of(row);
    KnownEvidence read = read(parts, fingerprints);
    return fingerprints.areInStep() ? read : of(parts);
  }

  /** The attachments that {@link #of(EvidenceRecord)} reads, in its order. */
  public static List<Attachment> attachments(EvidenceRecord record) {
    AttachmentFingerprints none = AttachmentFingerprints.none();
    read(EvidenceParts.of(record), none);
    return none.met();
  }

  private static KnownEvidence read(EvidenceParts parts, AttachmentFingerprints fingerprints) {
    Map<Place, Evidence> places = new HashMap<>();
    for (Part part : parts.parts()) {
      discovery(part.kind())
          .map(how -> new Place(how, part.repository(), part.tagPrefix()))
          .ifPresent(where ->
              places.merge(where, evidence(part, fingerprints), (one, another) -> twice()));
    }
    return new KnownEvidence(new AttachedEvidence(places), parts.contentDigest());
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

  private static Evidence evidence(Part part, AttachmentFingerprints fingerprints) {
    if (part.completeness() != Completeness.COMPLETE) {
      return new Evidence.Unavailable(
          Subjects.failure(part.failure(), "the fetch was not complete"));
    }
    var attachments = new ArrayList<Attachment>(part.layers().size());
    for (Layer layer : part.layers()) {
      Optional<Digest> digest = Digest.parse(layer.digest());
      ReferrerRecord from = layer.referrer();
      Optional<Digest> manifest =
          from == null ? Optional.empty() : Digest.parse(from.getManifest());
      if (layer.kind() != part.kind() || digest.isEmpty() || from != null && manifest.isEmpty()) {
        return invalid("an attachment is of another kind, or has no usable digest");
      }
      attachments.add(
          fingerprints.next(
              new Attachment(
                  layer.mediaType(),
                  digest.get(),
                  layer.content(),
                  layer.annotations(),
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
