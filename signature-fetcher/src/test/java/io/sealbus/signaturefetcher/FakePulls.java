package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.Lane;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Registries that answer what a test puts there, and "not found" for the rest. */
final class FakePulls implements Pulls {
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final Map<String, Lookup<Manifest>> manifests = new HashMap<>();
  final Map<String, Map<Place, Lookup<PulledPlace>>> attachments = new HashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** What happens while evidence is on its way. */
  Runnable meanwhile = () -> {};

  static Manifest manifest(String type, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Manifest(
        type, new Digest("sha256:" + EvidenceDigest.sha256(bytes)), Bytes.copyOf(bytes));
  }

  /** Puts a manifest under its digest, and under {@code tags}. */
  Digest put(Manifest manifest, String... tags) {
    manifests.put(manifest.digest().text(), new Lookup.Found<>(manifest));
    for (String tag : tags) {
      manifests.put(tag, new Lookup.Found<>(manifest));
    }
    return manifest.digest();
  }

  @Override
  public Lookup<Manifest> resolve(RepositoryName repository, String tag) {
    asked.add(repository + ":" + tag);
    return manifests.getOrDefault(tag, new Lookup.NotFound<>());
  }

  @Override
  public Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest) {
    asked.add(repository + "@" + digest);
    return manifests.getOrDefault(digest.text(), new Lookup.NotFound<>());
  }

  @Override
  public Pulls in(Lane lane) {
    return this;
  }

  /** Answers for one place of a manifest; the others have nothing. */
  void attach(Digest digest, Place place, Lookup<PulledPlace> found) {
    attachments.computeIfAbsent(digest.text(), missing -> new HashMap<>()).put(place, found);
  }

  @Override
  public PulledEvidence evidence(RepositoryName repository, Digest digest, Set<Place> places) {
    asked.add("evidence " + repository + "@" + digest);
    var found = new TreeMap<Place, Lookup<PulledPlace>>(PulledEvidence.ORDER);
    places.forEach(place -> found.put(place, at(digest, place)));
    if (at(digest, Place.SIGNATURES) instanceof Lookup.Found<PulledPlace>(PulledPlace signatures)
        && signatures.attachments().isEmpty()) {
      PulledEvidence.BESIDE.forEach(place -> found.put(place, at(digest, place)));
    }
    meanwhile.run();
    return new PulledEvidence(found);
  }

  private Lookup<PulledPlace> at(Digest digest, Place place) {
    return attachments
        .getOrDefault(digest.text(), Map.of())
        .getOrDefault(place, new Lookup.Found<>(new PulledPlace(List.of(), Set.of(), 0)));
  }
}
