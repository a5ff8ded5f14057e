package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Reason;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where signatures or attestations in the older format are looked for: among the referrers, where
 * the controller is told to, and under the tag.
 *
 * @param tag under which tag
 * @param referrers whether among the referrers too, and first
 */
record LegacySearch(Kind kind, Place tag, boolean referrers, Profile profile) {
  private static final String SIGNATURE_TYPE = "application/vnd.dev.cosign.artifact.sig.v1+json";
  private static final String ATTESTATION_TYPE = "in-toto";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  /** What was found at one place. */
  sealed interface Found {
    /** All there is. */
    record Layers(boolean tag, List<Attachment> layers) implements Found {
      public Layers {
        layers = List.copyOf(layers);
      }
    }

    /** It could not be found out. */
    record Unknown(Reason reason) implements Found {}
  }

  Set<Place> places() {
    var places = new LinkedHashSet<Place>();
    if (referrers) {
      places.add(Place.REFERRERS);
    }
    places.add(tag);
    return places;
  }

  /** In the order in which they are looked at; any of them suffices. */
  List<Found> in(AttachedEvidence evidence, ImageName image) {
    boolean both = referrers && !tag.equals(Place.REFERRERS);
    List<Place> places = both ? List.of(Place.REFERRERS, tag) : List.of(tag);
    var found = new ArrayList<Found>(places.size());
    for (Place place : places) {
      found.add(
          switch (at(place, evidence, image)) {
            case Evidence.Unavailable(Reason reason) -> new Found.Unknown(reason);
            case Evidence.Complete(List<Attachment> attachments) ->
                place.discovery() == Discovery.REFERRERS
                    ? new Found.Layers(false, referring(attachments))
                    : new Found.Layers(true, attachments);
          });
    }
    return found;
  }

  /** What nodes cannot read beside the image may be known as an admission controller reads it. */
  private static Evidence at(Place place, AttachedEvidence evidence, ImageName image) {
    Evidence beside = evidence.at(place);
    return place.equals(Place.SIGNATURES) && beside instanceof Evidence.Unavailable
        ? evidence.places().getOrDefault(Place.signaturesOf(image.referenceRepository()), beside)
        : beside;
  }

  private List<Attachment> referring(List<Attachment> attachments) {
    return switch (kind) {
      case SIGNATURE -> signatures(attachments);
      case ATTESTATION -> attestations(attachments);
    };
  }

  /** The controller takes the manifest that is listed last alone; any may hold the signature. */
  private List<Attachment> signatures(List<Attachment> attachments) {
    List<Attachment> found =
        attachments.stream().filter(a -> artifactType(a).equals(SIGNATURE_TYPE)).toList();
    if (found.isEmpty() || profile == Profile.AS_WRITTEN) {
      return found;
    }
    Referrer last = found.get(found.size() - 1).referrer();
    return found.stream().filter(a -> last != null && last.equals(a.referrer())).toList();
  }

  /** The first layer of each manifest is an envelope, which needs no signature beside it. */
  private static List<Attachment> attestations(List<Attachment> attachments) {
    var seen = new HashSet<Referrer>();
    var found = new ArrayList<Attachment>();
    for (Attachment attachment : attachments) {
      Referrer referrer = attachment.referrer();
      if (artifactType(attachment).contains(ATTESTATION_TYPE)
          && referrer != null
          && seen.add(referrer)) {
        found.add(withSignature(attachment));
      }
    }
    return found;
  }

  /** With an empty signature where it has none. */
  private static Attachment withSignature(Attachment attachment) {
    if (attachment.annotations().containsKey(SIGNATURE)) {
      return attachment;
    }
    Map<String, String> annotations = new HashMap<>(attachment.annotations());
    annotations.put(SIGNATURE, "");
    return new Attachment(
        attachment.mediaType(),
        attachment.digest(),
        attachment.content(),
        annotations,
        attachment.referrer());
  }

  private static String artifactType(Attachment attachment) {
    Referrer referrer = attachment.referrer();
    return referrer == null ? "" : referrer.artifactType();
  }
}
