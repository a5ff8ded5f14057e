package io.sealbus.verification.evidence;

import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import java.util.Map;

/**
 * Everything that is known to be attached to one manifest, place by place: one place may be known
 * whole while another could not be asked.
 */
public record AttachedEvidence(Map<Place, Evidence> places) {
  public AttachedEvidence {
    places = Map.copyOf(places);
  }

  /** Only of cosign's signatures beside the image. */
  public static AttachedEvidence ofSignatures(Evidence evidence) {
    return new AttachedEvidence(Map.of(Place.SIGNATURES, evidence));
  }

  /** What was found at {@code place}; a place that nobody looked at is not an empty one. */
  public Evidence at(Place place) {
    Evidence found = places.get(place);
    return found == null
        ? new Evidence.Unavailable(
            Reason.of(
                ReasonCode.EVIDENCE_PENDING, what(place.discovery()) + " not been fetched yet"))
        : found;
  }

  private static String what(Discovery discovery) {
    return switch (discovery) {
      case SIGNATURE_TAG -> "signatures have";
      case ATTESTATION_TAG -> "attestations have";
      case REFERRERS -> "referrers have";
      case IMAGE_CONFIG -> "the image's config has";
      case MIRROR -> "the mirror's content has";
    };
  }
}
