package io.sealbus.policyingest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.sealbus.verification.resource.ResourceKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API server of a cluster. Its methods block. */
final class KubernetesCluster implements AutoCloseable {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient client;

  private KubernetesCluster(Config config) {
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(config)
                    .withRequestTimeout((int) PATIENCE.toMillis())
                    .withConnectionTimeout((int) PATIENCE.toMillis())
                    .build())
            .build();
  }

  /**
   * The cluster that a kubeconfig file, the usual places or the pod's service account name.
   *
   * @param kubeconfig at most one
   * @throws IOException where the file cannot be read
   */
  static KubernetesCluster of(List<Path> kubeconfig) throws IOException {
    return new KubernetesCluster(
        kubeconfig.isEmpty()
            ? Config.autoConfigure(null)
            : Config.fromKubeconfig(Files.readString(kubeconfig.getFirst())));
  }

  /** All resources of {@code kind}. */
  KubernetesListing list(KubernetesKind kind) {
    var reader = new KubernetesListReader(kind);
    String next = "";
    try {
      for (int i = 0; i < MAX_PAGES; i++) {
        String token =
            next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        String page = client.raw(kind.path() + "?limit=" + PAGE + token);
        if (page == null) {
          return new KubernetesListing.NotServed();
        }
        next = reader.take(page);
        if (next.isEmpty()) {
          return reader.listing();
        }
      }
      return new KubernetesListing.Failed("more than " + MAX_PAGES * PAGE + " resources");
    } catch (KubernetesClientException e) {
      return new KubernetesListing.Failed(why(e));
    }
  }

  /**
   * Calls {@code changed} at each change of the kind, and {@code ended} when watching ends, after
   * which it has to be begun anew.
   *
   * @return false where it could not begin
   */
  boolean watch(KubernetesKind kind, Runnable changed, Runnable ended) {
    var watcher =
        new Watcher<GenericKubernetesResource>() {
          @Override
          public void eventReceived(Action action, GenericKubernetesResource resource) {
            changed.run();
          }

          @Override
          public void onClose(WatcherException cause) {
            ended.run();
          }

          @Override
          public void onClose() {
            ended.run();
          }
        };
    try {
      client
          .genericKubernetesResources(context(kind))
          .inAnyNamespace()
          .watch(new ListOptionsBuilder().withAllowWatchBookmarks(false).build(), watcher);
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /**
   * Replaces the conditions of a resource's status.
   *
   * @param status a JSON object with the one member {@code conditions}
   * @return why not; null where it is done
   */
  @Nullable String patchStatus(KubernetesKind kind, ResourceKey key, String status) {
    var resources = client.genericKubernetesResources(context(kind));
    String namespace = key.namespace();
    var resource =
        namespace == null
            ? resources.withName(key.name())
            : resources.inNamespace(namespace).withName(key.name());
    try {
      resource
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + status + "}");
      return null;
    } catch (KubernetesClientException e) {
      return why(e);
    }
  }

  private static ResourceDefinitionContext context(KubernetesKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(kind.kind())
        .withPlural(kind.plural())
        // Only names the path of a single resource, which its own namespace decides.
        .withNamespaced(kind.kind().equals("ImagePolicy"))
        .build();
  }

  private static String why(KubernetesClientException e) {
    String message = String.valueOf(e.getMessage());
    return Printable.of((e.getCode() == 0 ? "" : e.getCode() + " ") + message, 300);
  }

  @Override
  public void close() {
    client.close();
  }
}
