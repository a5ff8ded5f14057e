package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.openshift.Registry.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of allowed and blocked registries, given that the cluster's own release image must
 * stay pullable.
 *
 * @param blockedInRegistriesConf for registries.conf
 * @param blocked for policy.json
 * @param allowed for policy.json
 * @param warnings what the controller only logs
 */
record RegistryLists(
    List<String> blockedInRegistriesConf,
    List<String> blocked,
    List<String> allowed,
    List<String> warnings) {

  RegistryLists {
    blockedInRegistriesConf = List.copyOf(blockedInRegistriesConf);
    blocked = List.copyOf(blocked);
    allowed = List.copyOf(allowed);
    warnings = List.copyOf(warnings);
  }

  /** The release image, which has to be canonical. */
  static DockerReference payload(PlatformConfiguration platform) throws SyncFailure {
    try {
      return DockerReference.parseCanonical(platform.releaseImage());
    } catch (SyncFailure e) {
      throw new SyncFailure("error parsing reference of release image");
    }
  }

  static RegistryLists of(PlatformConfiguration platform, DockerReference payload)
      throws SyncFailure {
    RegistrySources given = platform.registrySources();
    if (!Nested.in(given.blocked()).contains(payload.name())) {
      return new RegistryLists(given.blocked(), given.blocked(), given.allowed(), List.of());
    }
    Optional<List<Source>> sources;
    try {
      sources = sources(platform, payload);
    } catch (SyncFailure e) {
      // The controller logs this and goes on as if nothing were allowed or blocked.
      return new RegistryLists(List.of(), List.of(), List.of(), List.of(e.text()));
    }
    if (sources.isEmpty()) {
      // By the rule of scopes an entry covers the image, by the rule of prefixes none does. The
      // controller crashes over it; no file may come of that.
      throw new SyncFailure("runtime error: invalid memory address or nil pointer dereference");
    }
    return sorted(given, payload.name(), isUsable(sources.get(), given.blocked()));
  }

  /** Mirrors by tag do not count: a release is pulled by digest. */
  private static Optional<List<Source>> sources(
      PlatformConfiguration platform, DockerReference payload) throws SyncFailure {
    RegistrySources given = platform.registrySources();
    List<Registry> entries =
        RegistriesEditor.entries(
            given.insecureOrNone(), given.blocked(), platform.digestMirrors(), List.of());
    Optional<Registry> registry = RegistriesConf.load(entries).find(payload.name());
    return registry.isEmpty() ? Optional.empty() : Optional.of(registry.get().sources(payload));
  }

  private static boolean isUsable(List<Source> sources, List<String> blocked) {
    Nested blockedScopes = Nested.in(blocked);
    return sources.stream().anyMatch(s -> !blockedScopes.contains(s.reference().name()));
  }

  private static RegistryLists sorted(RegistrySources given, String payload, boolean hasMirror) {
    var inRegistriesConf = new ArrayList<String>();
    var blocked = new ArrayList<String>();
    var allowed = new ArrayList<String>();
    var dropped = new ArrayList<String>();
    for (String registry : given.blocked()) {
      boolean coversPayload = Nested.isNested(payload, registry);
      if (coversPayload && !hasMirror) {
        dropped.add(registry);
        continue;
      }
      inRegistriesConf.add(registry);
      if (!registry.equals(payload)) {
        blocked.add(registry);
      }
      if (coversPayload) {
        allowed.add(payload);
      }
    }
    allowed.addAll(given.allowed());
    return new RegistryLists(inRegistriesConf, blocked, allowed, warnings(dropped));
  }

  private static List<String> warnings(List<String> dropped) {
    if (dropped.isEmpty()) {
      return List.of();
    }
    return List.of(
        "error adding "
            + GoText.quote(dropped)
            + " to blocked registries, cannot block the repository being used by the payload");
  }
}
