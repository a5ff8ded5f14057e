package io.sealbus.policyingest.trust;

import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileExceedsMaxLengthException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A TUF repository behind a URL. Follows no redirects; every file is read within 30 seconds. */
final class MirrorFetcher implements Fetcher {
  /** As long as the policy-controller waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final URI base;

  /**
   * A fetcher.
   *
   * @param base ends in a slash
   */
  MirrorFetcher(HttpClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  @Override
  public String getSource() {
    return base.toString();
  }

  /** The file, or null where the mirror says that there is none. */
  @Override
  public byte @Nullable [] fetchResource(String name, int maxLength)
      throws IOException, FileExceedsMaxLengthException {
    URI uri = base.resolve(name);
    if (!uri.toString().startsWith(base.toString())) {
      throw new IOException("a name leads out of the mirror");
    }
    CompletableFuture<byte @Nullable []> read =
        client
            .sendAsync(
                HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofInputStream())
            .thenApplyAsync(response -> body(response, maxLength));
    try {
      byte[] content = read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (content != null && content.length > maxLength) {
        throw new FileExceedsMaxLengthException(uri.toString(), maxLength);
      }
      return content;
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      read.cancel(true);
      throw new IOException("no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }

  /** One byte beyond the bound, so that it can be told that there are more. */
  private static byte @Nullable [] body(HttpResponse<InputStream> response, int maxLength) {
    try (InputStream in = response.body()) {
      if (response.statusCode() == 404) {
        return null;
      }
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return in.readNBytes(maxLength + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
