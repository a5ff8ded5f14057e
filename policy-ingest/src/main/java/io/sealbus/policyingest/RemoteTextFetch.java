package io.sealbus.policyingest;

import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.sigstore.RemoteTexts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Fetches policy texts over https, from the hosts that configuration names and no others. Follows
 * no redirects.
 *
 * <p>Bounds: {@link Compilation#MAX_TEXT} bytes, 10 seconds.
 *
 * @param hosts each {@code host} or {@code host:port}
 */
record RemoteTextFetch(List<String> hosts, HttpClient client) implements RemoteTexts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  RemoteTextFetch {
    hosts = List.copyOf(hosts);
  }

  /** One with a client of its own. */
  RemoteTextFetch(List<String> hosts) {
    this(hosts, HttpClient.newBuilder().connectTimeout(PATIENCE).build());
  }

  @Override
  public Fetched fetch(String url, String sha256) {
    try {
      URI uri = URI.create(url);
      if (!"https".equals(uri.getScheme()) || !hosts.contains(String.valueOf(uri.getAuthority()))) {
        String why = FindingCode.REMOTE_TEXT_NOT_ALLOWED.meaning();
        return new Fetched.Not(FindingCode.REMOTE_TEXT_NOT_ALLOWED, why);
      }
      return checked(get(uri), sha256);
    } catch (IllegalArgumentException e) {
      return unavailable("not a URL");
    } catch (IOException e) {
      return unavailable(e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable("stopped");
    }
  }

  private byte[] get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      byte[] content = body.readNBytes(Compilation.MAX_TEXT + 1);
      if (content.length > Compilation.MAX_TEXT) {
        throw new IOException("more than " + Compilation.MAX_TEXT + " bytes");
      }
      return content;
    }
  }

  private static Fetched checked(byte[] content, String sha256) {
    if (!HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(content)).equals(sha256)) {
      String why = FindingCode.REMOTE_TEXT_CHANGED.meaning();
      return new Fetched.Not(FindingCode.REMOTE_TEXT_CHANGED, why);
    }
    try {
      return new Fetched.Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      return unavailable("not UTF-8");
    }
  }

  private static Fetched unavailable(String why) {
    return new Fetched.Not(FindingCode.REMOTE_TEXT_UNAVAILABLE, why);
  }
}
