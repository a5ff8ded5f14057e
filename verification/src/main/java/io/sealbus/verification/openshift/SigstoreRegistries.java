package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Registry.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file that makes nodes look for sigstore attachments: at each scope of a policy and at each
 * mirror of it.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.d.5.md">containers-registries.d(5)</a>
 */
final class SigstoreRegistries {
  private static final String NO_PATH = "/a";
  private static final String ANY_DIGEST =
      "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String ANY_TAG = "aaa";

  private final Set<String> keys = new HashSet<>();

  private SigstoreRegistries() {}

  /** The file for these scopes where the nodes pull from nowhere but the registries named. */
  static Bytes withoutMirrors(Collection<String> scopes) {
    return SigstoreYaml.write(Set.copyOf(scopes));
  }

  /** The file for these scopes and whatever mirrors them. */
  static Bytes of(Collection<String> scopes, List<Registry> entries) throws SyncFailure {
    var registries = new SigstoreRegistries();
    RegistriesConf conf = RegistriesConf.load(entries);
    for (String scope : scopes) {
      registries.keys.add(scope);
      try {
        registries.addScope(scope, conf);
      } catch (SyncFailure e) {
        // The controller says so of policies of either kind.
        throw e.within("error adding clusterimagepolicy scope " + scope + " relevant mirrors");
      }
    }
    return SigstoreYaml.write(registries.keys);
  }

  private void addScope(String scope, RegistriesConf conf) throws SyncFailure {
    addEndpoints(scope, conf.find(scope));
    for (Registry entry : conf.entries()) {
      if (!entry.scope().equals(scope) && Nested.isNested(entry.scope(), scope)) {
        addEndpoints(entry.scope(), conf.find(entry.scope()));
      }
    }
  }

  private void addEndpoints(String scope, Optional<Registry> registry) throws SyncFailure {
    if (registry.isEmpty()) {
      return;
    }
    String text = scope.startsWith("*.") ? "matched" + scope.substring(1) : scope;
    boolean isHost = text.indexOf('/') < 0;
    if (isHost) {
      text += NO_PATH;
    }
    for (Source source : sources(text, registry.get())) {
      String name = source.reference().name();
      if (!source.endpoint().location().isEmpty()) {
        boolean added = isHost && name.endsWith(NO_PATH);
        keys.add(added ? name.substring(0, name.length() - NO_PATH.length()) : name);
      }
    }
  }

  private static List<Source> sources(String scope, Registry registry) throws SyncFailure {
    String name = parse(scope).name();
    var sources = new ArrayList<Source>();
    try {
      sources.addAll(registry.sources(new DockerReference(name, null, ANY_DIGEST)));
    } catch (SyncFailure e) {
      throw e.within("error getting digest sources for scope " + scope);
    }
    try {
      sources.addAll(registry.sources(new DockerReference(name, ANY_TAG, null)));
    } catch (SyncFailure e) {
      throw e.within("error getting tag sources for scope " + scope);
    }
    return sources;
  }

  private static DockerReference parse(String scope) throws SyncFailure {
    try {
      return DockerReference.parse(scope);
    } catch (SyncFailure e) {
      throw e.within("error parsing scope " + scope);
    }
  }
}
