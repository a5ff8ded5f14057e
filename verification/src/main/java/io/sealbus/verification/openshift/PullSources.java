package io.sealbus.verification.openshift;

import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.openshift.Registry.Source;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of a cluster pull images from, by the registries.conf that the controller writes.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md">containers-registries.conf(5)</a>
 */
public final class PullSources {
  /** Every image from where its reference says. */
  public static final PullSources DIRECT = new PullSources(null, false, Set.of());

  private final @Nullable RegistriesConf conf;
  private final boolean redirects;
  private final Set<String> locations;

  private PullSources(@Nullable RegistriesConf conf, boolean redirects, Set<String> locations) {
    this.conf = conf;
    this.redirects = redirects;
    this.locations = Set.copyOf(locations);
  }

  /** Fails where containers/image would refuse the entries. */
  static PullSources of(List<Registry> entries) throws SyncFailure {
    var locations = new TreeSet<String>();
    entries.forEach(entry -> entry.mirrors().forEach(mirror -> locations.add(mirror.location())));
    boolean redirects =
        entries.stream().anyMatch(entry -> entry.blocked() || !entry.mirrors().isEmpty());
    return redirects ? new PullSources(RegistriesConf.load(entries), true, locations) : DIRECT;
  }

  /** Whether any image at all may be pulled from elsewhere, or not from where it says. */
  public boolean redirects() {
    return redirects;
  }

  /** Whether {@code repository}, {@code registry/path}, is at or below a mirror. */
  public boolean isMirror(String repository) {
    return locations.stream()
        .anyMatch(mirror ->
            repository.startsWith(mirror)
                && (repository.length() == mirror.length()
                    || "/:".indexOf(repository.charAt(mirror.length())) >= 0));
  }

  /** Where {@code image}, which has a tag or a digest, is pulled from. */
  public PullPlan of(ImageReference image) {
    Optional<Registry> entry = conf == null ? Optional.empty() : conf.find(image.name());
    if (entry.isEmpty()) {
      return PullPlan.DIRECT;
    }
    Digest digest = image.digest();
    var reference =
        new DockerReference(image.name(), image.tag(), digest == null ? null : digest.text());
    try {
      return plan(entry.get(), entry.get().sources(reference));
    } catch (SyncFailure | InvalidReferenceException e) {
      // One name that is none, and the node asks nowhere at all.
      return new PullPlan(List.of(), false);
    }
  }

  private PullPlan plan(Registry entry, List<Source> sources) throws InvalidReferenceException {
    var mirrors = new ArrayList<Mirror>();
    for (Source source : sources.subList(0, sources.size() - 1)) {
      ImageReference there = ImageReference.parse(source.reference().text());
      mirrors.add(new Mirror(there, isBlocked(there)));
    }
    return new PullPlan(mirrors, !entry.blocked());
  }

  private boolean isBlocked(ImageReference image) {
    return conf != null && conf.find(image.name()).map(Registry::blocked).orElse(false);
  }

  /** The same registries.conf, from which all else follows. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PullSources that && Objects.equals(conf, that.conf);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(conf);
  }
}
