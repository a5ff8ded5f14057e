package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far an evidence record reaches. Places and manifests stand there by the first digits of a
 * digest: enough to tell them apart, and no harm is done where they are taken for one another but a
 * fetch in vain, or one that waits for the next event.
 *
 * @param places that were looked at
 * @param manifests that the attachments were found in, and lists of such
 * @param asOf when the fetch began
 */
record Extent(Set<String> places, Set<String> manifests, Instant asOf) {
  private static final int DIGITS = 16;

  Extent {
    places = Set.copyOf(places);
    manifests = Set.copyOf(manifests);
  }

  static Extent of(PulledEvidence evidence, Instant asOf) {
    Set<String> places = new TreeSet<>();
    Set<String> manifests = new TreeSet<>();
    evidence
        .places()
        .forEach((place, lookup) -> {
          places.add(id(place));
          if (lookup instanceof Found<PulledPlace>(PulledPlace found)) {
            found.manifests().forEach(manifest -> manifests.add(id(manifest)));
          }
        });
    return new Extent(places, manifests, asOf);
  }

  /** Whether each of {@code wanted}, or as many of them as one record may have, was looked at. */
  boolean covers(Collection<Place> wanted) {
    return wanted.stream()
        .sorted(PulledEvidence.ORDER)
        .limit(PulledEvidence.MAX_PLACES)
        .allMatch(place -> places.contains(id(place)));
  }

  /** Whether some place was looked at that is none of {@code reachable}. */
  boolean isBeyond(Collection<Place> reachable) {
    var known = reachable.stream().map(Extent::id).collect(Collectors.toSet());
    return !known.containsAll(places);
  }

  /** Those of {@code reachable} that were looked at. */
  Set<Place> among(Collection<Place> reachable) {
    return reachable.stream()
        .filter(place -> places.contains(id(place)))
        .collect(Collectors.toSet());
  }

  /** What stands for a manifest. */
  static String id(Digest manifest) {
    return manifest.hex().substring(0, DIGITS);
  }

  private static String id(Place place) {
    String text =
        place.discovery().name()
            + " "
            + String.valueOf(place.repository())
            + " "
            + place.tagPrefix();
    return EvidenceDigest.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}
