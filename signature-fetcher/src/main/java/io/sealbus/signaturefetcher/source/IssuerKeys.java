package io.sealbus.signaturefetcher.source;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;

/**
 * The public keys of an issuer, fetched when they are needed and kept for an hour. A token with an
 * unknown key has them fetched anew, at most every half a minute. While they cannot be had, nobody
 * is refused for it, and nobody let in.
 */
final class IssuerKeys {
  private static final int WITHIN_MILLIS = 3000;
  private static final int MAX_BYTES = 256 << 10;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration APART = Duration.ofSeconds(30);

  /** Follows nobody elsewhere. */
  private static final class Retriever extends DefaultResourceRetriever {
    Retriever() {
      super(WITHIN_MILLIS, WITHIN_MILLIS, MAX_BYTES);
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
      HttpURLConnection connection = super.openHTTPConnection(url);
      connection.setInstanceFollowRedirects(false);
      return connection;
    }
  }

  private IssuerKeys() {}

  /** Those at {@code url}; nothing is fetched yet. */
  static JWKSource<SecurityContext> at(URI url) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(url.toURL(), new Retriever())
          .cache(KEPT.toMillis(), 2L * WITHIN_MILLIS)
          .refreshAheadCache(false)
          .rateLimited(APART.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
