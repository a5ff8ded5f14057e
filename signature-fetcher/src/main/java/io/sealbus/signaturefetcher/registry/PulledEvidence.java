package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found at each place, the nodes' own place first. All together it fits into one record:
 * what the places before have left over is what a place may take, and one that takes more fails,
 * whole and alone.
 */
public record PulledEvidence(SortedMap<Place, Lookup<PulledPlace>> places) {
  /** Beside an image, where signatures and attestations of it may be. */
  public static final Set<Place> BESIDE =
      Set.of(Place.SIGNATURES, Place.ATTESTATIONS, Place.REFERRERS);

  /** Most places of one image. */
  public static final int MAX_PLACES = 32;

  /** The nodes' place, the others beside the image, then all that policies ask for. */
  public static final Comparator<Place> ORDER =
      Comparator.comparingInt(PulledEvidence::rank)
          .thenComparing(Place::discovery)
          .thenComparing(Place::repository, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Place::tagPrefix);

  public PulledEvidence {
    var ordered = new TreeMap<Place, Lookup<PulledPlace>>(ORDER);
    ordered.putAll(places);
    places = Collections.unmodifiableSortedMap(ordered);
  }

  private static int rank(Place place) {
    return place.equals(Place.SIGNATURES) ? 0 : BESIDE.contains(place) ? 1 : 2;
  }

  /** Whether there is no signature where nodes look for one. */
  static boolean isUnsigned(@Nullable Lookup<PulledPlace> signatures) {
    return signatures instanceof Found<PulledPlace>(PulledPlace place)
        && place.attachments().stream()
            .noneMatch(one -> one.attachment().mediaType().equals(EvidenceFetch.SIMPLE_SIGNING));
  }

  /** As much of what was found as fits into one record. */
  static PulledEvidence fitting(Map<Place, Lookup<PulledPlace>> found) {
    var ordered = new TreeMap<Place, Lookup<PulledPlace>>(ORDER);
    ordered.putAll(found);
    long bytes = 0;
    int attachments = 0;
    for (var entry : ordered.entrySet()) {
      if (entry.getValue() instanceof Found<PulledPlace>(PulledPlace place)) {
        List<PulledAttachment> more = place.attachments();
        long size = more.stream().mapToLong(PulledAttachment::recordBytes).sum();
        if (bytes + size > EvidenceFetch.MAX_KEPT_BYTES
            || attachments + more.size() > EvidenceFetch.MAX_ATTACHMENTS) {
          entry.setValue(
              Failed.of(
                  ReasonCode.EVIDENCE_TOO_LARGE,
                  "with this place the image has more than "
                      + EvidenceFetch.MAX_ATTACHMENTS
                      + " attachments or "
                      + EvidenceFetch.MAX_KEPT_BYTES
                      + " bytes of them"));
        } else {
          bytes += size;
          attachments += more.size();
        }
      }
    }
    return new PulledEvidence(ordered);
  }

  /** As the law takes it. */
  public AttachedEvidence attached() {
    var evidence = new HashMap<Place, Evidence>();
    places.forEach((place, lookup) -> evidence.put(place, evidence(lookup)));
    return new AttachedEvidence(evidence);
  }

  private static Evidence evidence(Lookup<PulledPlace> lookup) {
    return switch (lookup) {
      case Found<PulledPlace> found ->
          new Evidence.Complete(
              found.value().attachments().stream().map(PulledAttachment::attachment).toList());
      case Failed<PulledPlace> failed ->
          new Evidence.Unavailable(Reason.of(failed.code(), failed.message()));
      case NotFound<PulledPlace> none ->
          throw new IllegalStateException("evidence is found or failed");
    };
  }
}
