package io.sealbus.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request, read to its end. Header names are compared without regard to case. */
final class RegistryRequest {
  private final RegistryHost host;
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final String address;
  private final byte[] body;

  RegistryRequest(
      RegistryHost host,
      String method,
      String path,
      String query,
      Map<String, List<String>> headers,
      String address,
      byte[] body) {
    this.host = host;
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.address = address;
    this.body = body;
  }

  RegistryHost host() {
    return host;
  }

  String method() {
    return method;
  }

  /** GET, or HEAD, which is answered alike. */
  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  String path() {
    return path;
  }

  byte[] body() {
    return body;
  }

  Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  /** All values of a query parameter, decoded. */
  List<String> parameters(String name) {
    var values = new ArrayList<String>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equals(name)) {
        values.add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  /** What the client took for the registry's address. */
  String authority() {
    return header("Host").orElse(host.name());
  }

  Change.Origin origin() {
    return new Change.Origin(authority(), address, method, header("User-Agent").orElse(""));
  }

  RecordedRequest recorded() {
    return new RecordedRequest(
        host.name(), method, path, query, header("Authorization").isPresent());
  }
}
