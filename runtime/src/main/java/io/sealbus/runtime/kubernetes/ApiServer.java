package io.sealbus.runtime.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.sealbus.runtime.http.Printable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The API server of a cluster. Its methods block, but for {@link #watch}. */
public final class ApiServer implements AutoCloseable {
  private static final int MAX_PAGES = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient client;

  /** Changes {@code config} itself: a copy of it would not renew the token. */
  private ApiServer(Config config) {
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
  public static ApiServer of(List<Path> kubeconfig) throws IOException {
    return new ApiServer(
        kubeconfig.isEmpty()
            ? Config.autoConfigure(null)
            : Config.fromKubeconfig(kubeconfig.getFirst().toFile()));
  }

  /** What is told of a watch, by threads of the client. */
  public interface Watcher {
    /** The server answers. */
    void begun();

    /** The next bytes came: something changed, or may have. A line of JSON tells what. */
    void changed(List<ByteBuffer> bytes);

    /**
     * The watch is over.
     *
     * @param why empty where that is as it should be
     */
    void ended(String why);
  }

  /** Reads the pages of a list. */
  public interface PageReader {
    /** Takes a page; answers the token of the next one, empty after the last. */
    String take(String page);
  }

  /**
   * What is at {@code path}; null where there is nothing.
   *
   * @throws ApiServerException where that cannot be found out
   */
  public @Nullable String get(String path) throws ApiServerException {
    try {
      return client.raw(path);
    } catch (KubernetesClientException e) {
      throw new ApiServerException(why(e));
    }
  }

  /**
   * Reads a whole list.
   *
   * @param limit most resources of a page
   * @return whether the server knows the path
   * @throws ApiServerException where the list cannot be read to its end
   */
  public boolean list(String path, int limit, PageReader reader) throws ApiServerException {
    String next = "";
    for (int i = 0; i < MAX_PAGES; i++) {
      String token = next.isEmpty() ? "" : "&continue=" + encoded(next);
      String page = get(path + "?limit=" + limit + token);
      if (page == null && i == 0) {
        return false;
      }
      if (page == null) {
        throw new ApiServerException("the list ends in the middle");
      }
      next = reader.take(page);
      if (next.isEmpty()) {
        return true;
      }
    }
    throw new ApiServerException("more than " + MAX_PAGES * limit + " resources");
  }

  /**
   * Tells of each change after {@code resourceVersion}, until the watch ends. Does not block.
   *
   * @param path of the list
   * @param length time after which the server ends the watch, and somewhat later we do
   */
  public void watch(String path, String resourceVersion, Duration length, Watcher watcher) {
    String query =
        "?watch=true&timeoutSeconds="
            + length.toSeconds()
            + "&resourceVersion="
            + encoded(resourceVersion);
    AsyncBody.Consumer<List<ByteBuffer>> consumer =
        (bytes, body) -> {
          watcher.changed(bytes);
          body.consume();
        };
    var http = client.getHttpClient();
    var request = http.newHttpRequestBuilder().uri(uri(path + query)).forStreaming().build();
    var answer = http.consumeBytes(request, consumer);
    answer.whenComplete((response, failure) -> {
      if (failure != null) {
        watcher.ended(why(failure));
      } else if (!response.isSuccessful()) {
        response.body().cancel();
        watcher.ended(why(response));
      } else {
        watcher.begun();
        follow(response.body(), length, watcher);
      }
    });
  }

  /** A connection that died without a word is given up after a while. */
  private static void follow(AsyncBody body, Duration length, Watcher watcher) {
    body.consume();
    body.done()
        .orTimeout(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> {
          body.cancel();
          watcher.ended("");
        });
  }

  /**
   * Replaces members of a resource.
   *
   * @param path of the resource, or of its status
   * @param patch a JSON object to be merged
   * @return why not; null where it is done
   */
  public @Nullable String patch(String path, String patch) {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(uri(path))
            .patch("application/merge-patch+json", patch)
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
