package io.sealbus.verification.openshift;

import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the registries.conf that the controller writes.
 *
 * @param scope what the entry is about; a wildcard has no location of its own
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md">containers-registries.conf(5)</a>
 */
record Registry(String scope, List<Endpoint> mirrors, boolean insecure, boolean blocked) {
  /** For which references a mirror is asked. */
  enum Pulls {
    BY_DIGEST,
    BY_TAG,
    ALL
  }

  /** A place to pull from; the location of a wildcard entry itself is empty. */
  record Endpoint(String location, Pulls pulls) {}

  /** A place to pull from, and what a reference is called there. */
  record Source(Endpoint endpoint, DockerReference reference) {}

  Registry {
    mirrors = List.copyOf(mirrors);
  }

  boolean isWildcard() {
    return scope.startsWith("*.");
  }

  String location() {
    return isWildcard() ? "" : scope;
  }

  /** Length of the part of {@code reference} that the entry's scope matches, or -1. */
  int match(String reference) {
    int end;
    if (isWildcard()) {
      String domain = scope.substring(1);
      int start = reference.indexOf(domain);
      if (start < 0 || reference.substring(0, start).contains("/")) {
        return -1;
      }
      end = start + domain.length();
    } else if (reference.startsWith(scope)) {
      end = scope.length();
    } else {
      return -1;
    }
    return end == reference.length() || ":/@".indexOf(reference.charAt(end)) >= 0 ? end : -1;
  }

  /** Where {@code reference} is pulled from, in order; the entry itself is the last. */
  List<Source> sources(DockerReference reference) throws SyncFailure {
    var endpoints = new ArrayList<Endpoint>();
    for (Endpoint mirror : mirrors) {
      Pulls excluded = reference.hasDigest() ? Pulls.BY_TAG : Pulls.BY_DIGEST;
      if (mirror.pulls() != excluded) {
        endpoints.add(mirror);
      }
    }
    endpoints.add(new Endpoint(location(), Pulls.ALL));
    var sources = new ArrayList<Source>();
    for (Endpoint endpoint : endpoints) {
      sources.add(new Source(endpoint, rewrite(reference, endpoint)));
    }
    return sources;
  }

  private DockerReference rewrite(DockerReference reference, Endpoint endpoint) throws SyncFailure {
    int matched = match(reference.text());
    if (matched < 0) {
      throw new SyncFailure(
          "invalid prefix '" + scope + "' for reference '" + reference.text() + "'");
    }
    if (endpoint.location().isEmpty()) {
      return reference;
    }
    try {
      return DockerReference.parseCanonical(
          endpoint.location() + reference.text().substring(matched));
    } catch (SyncFailure e) {
      throw e.within("rewriting reference");
    }
  }
}
