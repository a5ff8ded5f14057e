package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A registry and what is known of it, both as a test puts them. */
final class FakeWorld implements KnownImages, RegistryQuestions {
  static final RepositoryName APP = new RepositoryName("registry.example.com", "team/app");

  /** Known by name: tags and digests of evidence. */
  final Map<String, Known> images = new TreeMap<>();

  final Map<String, Known> evidence = new TreeMap<>();
  final Set<String> evidenceManifests = new HashSet<>();
  final Set<Place> notLookedAt = new HashSet<>();
  final Set<RepositoryName> repositories = new LinkedHashSet<>(List.of(APP));
  final Set<RepositoryName> foreign = new HashSet<>();

  /** The registry: tags and digests, what is attached, and what it answers instead. */
  final Map<String, Digest> tags = new TreeMap<>();

  final Map<Digest, String> attached = new HashMap<>();
  final Map<String, Lookup.Failed<?>> failing = new HashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> catalogue = new ArrayList<>();
  @Nullable String next;

  static Digest digest(int number) {
    return new Digest("sha256:" + "%064x".formatted(number));
  }

  /** The same on both sides. */
  FakeWorld same(String tag, int number) {
    tags.put(tag, digest(number));
    attached.put(digest(number), "content");
    images.put(tag, new Recorded(digest(number).text()));
    evidence.put(digest(number).text(), new Recorded("content"));
    return this;
  }

  @Override
  public Collection<RepositoryName> repositories() {
    return repositories;
  }

  @Override
  public boolean owns(RepositoryName repository) {
    return !foreign.contains(repository);
  }

  @Override
  public Set<String> tags(RepositoryName repository) {
    return Set.copyOf(images.keySet());
  }

  @Override
  public Set<Digest> manifests(RepositoryName repository) {
    var manifests = new LinkedHashSet<Digest>();
    evidence.keySet().forEach(text -> manifests.add(new Digest(text)));
    return manifests;
  }

  @Override
  public Known image(RepositoryName repository, String tag) {
    return images.getOrDefault(tag, new Unknown());
  }

  @Override
  public Known evidence(RepositoryName repository, Digest manifest) {
    return evidence.getOrDefault(manifest.text(), new Unknown());
  }

  @Override
  public boolean isLookedAt(RepositoryName repository, Digest image, Place place) {
    return !notLookedAt.contains(place);
  }

  @Override
  public boolean isEvidence(RepositoryName repository, Digest image, Digest manifest) {
    return evidenceManifests.contains(image + " " + manifest);
  }

  @SuppressWarnings("unchecked")
  private <T> @Nullable Lookup<T> failure(String what) {
    asked.add(what);
    return (Lookup<T>) failing.get(what);
  }

  @Override
  public Lookup<NamePage> tags(RepositoryName repository, @Nullable String page) {
    Lookup<NamePage> failure = failure("tags " + repository.path());
    return failure != null
        ? failure
        : new Lookup.Found<>(new NamePage(List.copyOf(tags.keySet()), next));
  }

  @Override
  public Lookup<NamePage> repositories(String registry, @Nullable String page) {
    Lookup<NamePage> failure = failure("catalogue " + registry);
    return failure != null ? failure : new Lookup.Found<>(new NamePage(catalogue, null));
  }

  @Override
  public Lookup<Digest> digest(RepositoryName repository, String tagOrDigest) {
    Lookup<Digest> failure = failure("digest " + tagOrDigest);
    if (failure != null) {
      return failure;
    }
    Digest there =
        tagOrDigest.startsWith("sha256:")
            ? attached.keySet().stream()
                .filter(one -> one.text().equals(tagOrDigest))
                .findAny()
                .orElse(null)
            : tags.get(tagOrDigest);
    return there == null ? new Lookup.NotFound<>() : new Lookup.Found<>(there);
  }

  @Override
  public int evidenceRequests(RepositoryName repository, Digest manifest) {
    return 3;
  }

  @Override
  public Lookup<String> evidenceNow(RepositoryName repository, Digest manifest) {
    Lookup<String> failure = failure("evidence " + manifest);
    return failure != null
        ? failure
        : new Lookup.Found<>(attached.getOrDefault(manifest, "nothing"));
  }
}
