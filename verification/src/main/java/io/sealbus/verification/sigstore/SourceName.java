package io.sealbus.verification.sigstore;

import io.sealbus.verification.golang.GoUrl;
import org.jspecify.annotations.Nullable;

/**
 * The strict names of repositories and registries that {@code source.oci} may have.
 *
 * @see <a href="https://pkg.go.dev/github.com/google/go-containerregistry/pkg/name">
 *     go-containerregistry, package name</a>
 */
final class SourceName {
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-./";
  private static final String DOCKER_HUB = "index.docker.io";
  private static final String DOCKER_HUB_ALIAS = "docker.io";

  private SourceName() {}

  /** What is wrong with {@code name}, in the reference's words; null for nothing. */
  static @Nullable String fault(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean repository = first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
    return repository ? repositoryFault(first, name.substring(slash + 1)) : registryFault(name);
  }

  private static @Nullable String repositoryFault(String registry, String repository) {
    int length = repository.codePointCount(0, repository.length());
    if (length < 2 || length > 255) {
      return "repository must be between 2 and 255 characters in length: " + repository;
    }
    if (!repository.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0)) {
      return "repository can only contain the characters `" + CHARACTERS + "`: " + repository;
    }
    String fault = registryFault(registry);
    boolean hub = registry.equals(DOCKER_HUB) || registry.equals(DOCKER_HUB_ALIAS);
    if (fault == null && hub && repository.indexOf('/') < 0) {
      return "strict validation requires the full repository path (missing 'library')";
    }
    return fault;
  }

  private static @Nullable String registryFault(String registry) {
    if (registry.isEmpty()) {
      return "strict validation requires the registry to be explicitly defined";
    }
    try {
      if (GoUrl.parse("//" + registry).host().equals(registry)) {
        return null;
      }
    } catch (GoUrl.Malformed e) {
      // Said below.
    }
    return "registries must be valid RFC 3986 URI authorities: " + registry;
  }
}
