package io.sealbus.policyingest;

import io.sealbus.policyingest.KubernetesListing.Listed;
import io.sealbus.runtime.kubernetes.ApiServer;
import io.sealbus.runtime.kubernetes.ApiServerException;
import io.sealbus.verification.resource.ResourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of a cluster that policies are made of. Its methods block, but for {@link #watch}. */
final class KubernetesCluster implements AutoCloseable {
  private static final int PAGE = 100;
  private static final Duration WATCH = Duration.ofMinutes(5);

  private final ApiServer server;

  private KubernetesCluster(ApiServer server) {
    this.server = server;
  }

  /**
   * The cluster that a kubeconfig file, the usual places or the pod's service account name.
   *
   * @param kubeconfig at most one
   * @throws IOException where the file cannot be read
   */
  static KubernetesCluster of(List<Path> kubeconfig) throws IOException {
    return new KubernetesCluster(ApiServer.of(kubeconfig));
  }

  /** All resources of {@code kind}. */
  KubernetesListing list(KubernetesKind kind) {
    for (String version : kind.versions()) {
      KubernetesListing listing = list(kind, kind.path(version));
      if (!(listing instanceof KubernetesListing.NotServed)) {
        return listing;
      }
    }
    return new KubernetesListing.NotServed();
  }

  private KubernetesListing list(KubernetesKind kind, String path) {
    var reader = new KubernetesListReader(kind);
    try {
      return server.list(path, PAGE, reader::take)
          ? reader.listing(path)
          : new KubernetesListing.NotServed();
    } catch (ApiServerException e) {
      return new KubernetesListing.Failed(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Those of {@code keys} that are there, each asked for alone; a fault for each that could not.
   */
  Listed get(KubernetesKind kind, Collection<ResourceKey> keys) {
    var reader = new KubernetesListReader(kind);
    for (ResourceKey key : keys) {
      try {
        String resource = server.get(kind.path(kind.versions().getFirst(), key));
        if (resource != null) {
          reader.takeOne(resource);
        }
      } catch (ApiServerException e) {
        reader.failed(key, String.valueOf(e.getMessage()));
      }
    }
    return reader.listing("");
  }

  /** Tells of each change after {@code listed}, until the watch ends. Does not block. */
  void watch(Listed listed, ApiServer.Watcher watcher) {
    server.watch(listed.path(), listed.resourceVersion(), WATCH, watcher);
  }

  /**
   * Replaces members of a resource's status.
   *
   * @param path of the resource
   * @param status a JSON object
   * @return why not; null where it is done
   */
  @Nullable String patchStatus(String path, String status) {
    return server.patch(path + "/status", "{\"status\":" + status + "}");
  }

  @Override
  public void close() {
    server.close();
  }
}
