package io.sealbus.verification.sigstore;

import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.Authority.SignatureFormat;
import io.sealbus.verification.sigstore.Authority.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where evidence about an image is needed from, so that whoever fetches it looks nowhere else.
 * Which workloads a policy is for does not count: the same image runs in many.
 */
public final class EvidenceDemand {
  private static final String HUB = "docker.io";
  private static final String DIALECT_HUB = "index.docker.io";

  private final ControllerConfiguration configuration;
  private final List<Selected> policies;

  private record Selected(List<Glob> globs, ClusterImagePolicy policy) {
    boolean selects(String name) {
      return globs.stream().anyMatch(glob -> glob.matches(name));
    }
  }

  /** The demand of {@code policies} together. */
  public EvidenceDemand(List<ClusterImagePolicy> policies, ControllerConfiguration configuration) {
    this.configuration = configuration;
    this.policies = policies.stream().map(EvidenceDemand::selected).toList();
  }

  private static Selected selected(ClusterImagePolicy policy) {
    List<Glob> globs = policy.images().stream().map(Glob::parse).flatMap(Optional::stream).toList();
    return new Selected(globs, policy);
  }

  /**
   * Every place that the evaluation of an image can look at; always the one that nodes look at.
   *
   * @param repository of the image; a tag or digest in it does not count
   */
  public Set<Place> places(ImageReference repository, Digest digest) {
    String registry = repository.registry().equals(HUB) ? DIALECT_HUB : repository.registry();
    String name = registry + "/" + repository.repository() + "@" + digest;
    var places = new HashSet<Place>();
    places.add(Place.SIGNATURES);
    for (Selected selected : policies) {
      if (selected.selects(name)) {
        places.addAll(places(selected.policy()));
      }
    }
    return Set.copyOf(places);
  }

  private Set<Place> places(ClusterImagePolicy policy) {
    var places = new HashSet<Place>();
    policy.authorities().forEach(authority -> places.addAll(places(authority)));
    ClusterImagePolicy.ImagePolicyText own = policy.policy();
    if (own != null && own.fetchConfigFile()) {
      places.add(Place.CONFIG);
    }
    return places;
  }

  private List<Place> places(Authority authority) {
    return switch (authority.root()) {
      case Root.StaticPass pass -> List.of();
      case Root.StaticFail fail -> List.of();
      case Root.Key key -> signed(authority);
      case Root.Keyless keyless -> signed(authority);
    };
  }

  private List<Place> signed(Authority authority) {
    var places = new ArrayList<Place>();
    if (authority.signatureFormat() == SignatureFormat.BUNDLE || configuration.enableOci11()) {
      places.add(Place.REFERRERS);
    }
    if (authority.signatureFormat() == SignatureFormat.LEGACY) {
      place(authority).ifPresent(places::add);
    }
    return places;
  }

  /**
   * Where the layers are found that {@code authority} looks at by their tag: attestations where it
   * requires some, otherwise signatures. Empty where its {@code source} is no repository, so that
   * nothing can be found.
   */
  public static Optional<Place> place(Authority authority) {
    Discovery discovery =
        authority.attestations().isEmpty() ? Discovery.SIGNATURE_TAG : Discovery.ATTESTATION_TAG;
    @Nullable Source source = authority.source();
    if (source == null) {
      return Optional.of(Place.beside(discovery));
    }
    @Nullable String oci = source.oci();
    if (oci == null) {
      return Optional.of(new Place(discovery, null, source.tagPrefix()));
    }
    return repository(oci).map(name -> new Place(discovery, name, source.tagPrefix()));
  }

  private static Optional<String> repository(String oci) {
    try {
      ImageReference reference = ImageReference.parse(oci);
      return reference.isNameOnly() ? Optional.of(reference.name()) : Optional.empty();
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }
}
