package io.sealbus.policyingest;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.sealbus.policyingest.KubernetesListing.Listed;
import io.sealbus.verification.resource.ResourceKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The API server of a cluster. Its methods block, but for {@link #watch}. */
final class KubernetesCluster implements AutoCloseable {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Time after which the server ends a watch, and somewhat later we do. */
  private static final Duration WATCH = Duration.ofMinutes(5);

  private final KubernetesClient client;

  /** Changes {@code config} itself: a copy of it would not renew the token. */
  private KubernetesCluster(Config config) {
    config.setRequestTimeout((int) PATIENCE.toMillis());
    config.setConnectionTimeout((int) PATIENCE.toMillis());
    // Whoever follows the cluster asks again by itself.
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
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
            : Config.fromKubeconfig(kubeconfig.getFirst().toFile()));
  }

  /** What is told of a watch, by threads of the client. */
  interface Watcher {
    /** The server answers. */
    void begun();

    /** Something of the kind changed, or may have. */
    void changed();

    /**
     * The watch is over.
     *
     * @param why empty where that is as it should be
     */
    void ended(String why);
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
    String next = "";
    try {
      for (int i = 0; i < MAX_PAGES; i++) {
        String token = next.isEmpty() ? "" : "&continue=" + encoded(next);
        String page = client.raw(path + "?limit=" + PAGE + token);
        if (page == null) {
          return i == 0
              ? new KubernetesListing.NotServed()
              : new KubernetesListing.Failed("the list ends in the middle");
        }
        next = reader.take(page);
        if (next.isEmpty()) {
          return reader.listing(path);
        }
      }
      return new KubernetesListing.Failed("more than " + MAX_PAGES * PAGE + " resources");
    } catch (KubernetesClientException e) {
      return new KubernetesListing.Failed(why(e));
    }
  }

  /**
   * Those of {@code keys} that are there, each asked for alone; a fault for each that could not.
   */
  Listed get(KubernetesKind kind, Collection<ResourceKey> keys) {
    var reader = new KubernetesListReader(kind);
    for (ResourceKey key : keys) {
      try {
        String resource = client.raw(kind.path(kind.versions().getFirst(), key));
        if (resource != null) {
          reader.takeOne(resource);
        }
      } catch (KubernetesClientException e) {
        reader.failed(key, why(e));
      }
    }
    return reader.listing("");
  }

  /** Tells of each change after {@code listed}, until the watch ends. Does not block. */
  void watch(Listed listed, Watcher watcher) {
    String query =
        "?watch=true&timeoutSeconds="
            + WATCH.toSeconds()
            + "&resourceVersion="
            + encoded(listed.resourceVersion());
    AsyncBody.Consumer<List<ByteBuffer>> consumer =
        (bytes, body) -> {
          watcher.changed();
          body.consume();
        };
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder().uri(uri(listed.path() + query)).forStreaming().build();
    var answer = http.consumeBytes(request, consumer);
    answer.whenComplete((response, failure) -> {
      if (failure != null) {
        watcher.ended(why(failure));
      } else if (!response.isSuccessful()) {
        response.body().cancel();
        watcher.ended(why(response));
      } else {
        watcher.begun();
        follow(response.body(), watcher);
      }
    });
  }

  /** A connection that died without a word is given up after a while. */
  private static void follow(AsyncBody body, Watcher watcher) {
    body.consume();
    body.done()
        .orTimeout(WATCH.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> {
          body.cancel();
          watcher.ended("");
        });
  }

  /**
   * Replaces members of a resource's status.
   *
   * @param path of the resource
   * @param status a JSON object
   * @return why not; null where it is done
   */
  @Nullable String patchStatus(String path, String status) {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(uri(path + "/status"))
            .patch("application/merge-patch+json", "{\"status\":" + status + "}")
            .build();
    try {
      HttpResponse<String> response =
          http.sendAsync(request, String.class).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return response.isSuccessful() ? null : why(response);
    } catch (ExecutionException | TimeoutException e) {
      return why(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "stopped";
    }
  }

  private String uri(String path) {
    String server = client.getMasterUrl().toString();
    return (server.endsWith("/") ? server.substring(0, server.length() - 1) : server) + path;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String why(HttpResponse<?> response) {
    return "the API server answers " + response.code();
  }

  private static String why(Throwable failure) {
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    int code = cause instanceof KubernetesClientException known ? known.getCode() : 0;
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return Printable.of((code == 0 ? "" : code + " ") + text, 300);
  }

  @Override
  public void close() {
    client.close();
  }
}
