package io.sealbus.verification.openshift;

import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.reference.Scopes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which mirrors have to be looked at for an image, so that whoever fetches looks at no other: those
 * that nodes pull it from, where a policy wants it signed.
 */
public final class MirrorDemand {
  /** Of a cluster without mirrors, or without policies. */
  public static final MirrorDemand NONE =
      new MirrorDemand(PlatformConfiguration.DEFAULT, PullSources.DIRECT, Set.of());

  private final PlatformConfiguration platform;
  private final PullSources sources;
  private final Set<String> scopes;

  private MirrorDemand(PlatformConfiguration platform, PullSources sources, Set<String> scopes) {
    this.platform = platform;
    this.sources = sources;
    this.scopes = Set.copyOf(scopes);
  }

  /**
   * The demand of all that stands together; empty where the platform's part cannot be rendered, so
   * that nodes keep the mirrors that they have.
   */
  public static Optional<MirrorDemand> of(Collection<StandingResource> standing) {
    var scopes = new HashSet<String>();
    var platform = new ArrayList<PlatformResource>();
    for (StandingResource resource : standing) {
      switch (resource) {
        case StandingResource.Policy(ImagePolicy policy, var ignored) ->
            policy.scopes().forEach(scope -> scopes.add(repository(scope)));
        case StandingResource.Platform(PlatformResource read, var ignored) -> platform.add(read);
        case StandingResource.Unreadable unreadable -> {
          return Optional.empty();
        }
        case StandingResource.Foreign foreign -> {}
      }
    }
    if (scopes.isEmpty()) {
      return Optional.of(NONE);
    }
    var configuration = PlatformConfiguration.from(platform);
    return Sync.pullSources(configuration)
        .map(sources ->
            sources.redirects() ? new MirrorDemand(configuration, sources, scopes) : NONE);
  }

  /** A policy on one tag may be on any image of its repository. */
  private static String repository(String scope) {
    return scope.indexOf('/') < 0 ? scope : ImageNames.repository(scope);
  }

  /** The mirrors of the image with {@code digest} in {@code repository}, {@code registry/path}. */
  public Set<Place> places(String repository, Digest digest) {
    if (scopes.isEmpty()) {
      return Set.of();
    }
    try {
      if (Scopes.of(ImageReference.parse(repository)).stream().noneMatch(scopes::contains)) {
        return Set.of();
      }
      var places = new LinkedHashSet<Place>();
      // Which of the two a pod will name is not known, and the evidence serves both.
      places.addAll(places(ImageReference.parse(repository + "@" + digest)));
      places.addAll(places(ImageReference.parse(repository).withDefaultTag()));
      return places;
    } catch (InvalidReferenceException e) {
      // No node can pull what is no reference.
      return Set.of();
    }
  }

  private List<Place> places(ImageReference image) {
    return sources.of(image).mirrors().stream()
        .limit(PullPlan.MAX_MIRRORS)
        .filter(mirror -> !mirror.blocked())
        .map(Mirror::repository)
        .map(Place::mirror)
        .toList();
  }

  /** Equal demands ask for the same places, whatever the image. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MirrorDemand demand
        && platform.equals(demand.platform)
        && scopes.equals(demand.scopes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(platform, scopes);
  }

  /** Whether what happens in {@code repository} may be about a mirrored image. */
  public boolean isMirror(String repository) {
    return !scopes.isEmpty() && sources.isMirror(repository);
  }
}
