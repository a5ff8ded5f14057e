package io.sealbus.signaturefetcher.source;

import io.sealbus.verification.Bytes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came. Of a header that came several times, the first value counts.
 *
 * @param headers by lower-case name
 * @param query the URL's parameters
 * @param client the certificate that the connection's client has shown; null for none
 */
record Delivery(
    Map<String, String> headers,
    Map<String, String> query,
    @Nullable X509Certificate client,
    Bytes body,
    Instant receivedAt) {
  Delivery {
    var lower = new HashMap<String, String>();
    headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
    query = Map.copyOf(query);
  }

  /** The header's value, or null; names have no case. */
  @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The media type of the body in lower case, without parameters; empty where there is none. */
  String mediaType() {
    String type = header("content-type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The same with its body, which comes after the headers. */
  Delivery withBody(byte[] bytes) {
    return new Delivery(headers, query, client, Bytes.copyOf(bytes), receivedAt);
  }

  /** Shows nothing that could be a secret. */
  @Override
  public String toString() {
    return "Delivery[" + body.size() + " bytes]";
  }
}
