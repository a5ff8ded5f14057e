package io.sealbus.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer before it is sent. Immutable. */
final class Answer {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Answer status(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  /** With this header besides the others, or instead of one of the same name. */
  Answer header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  /** Without this header. */
  Answer without(String name) {
    var fewer = new LinkedHashMap<>(headers);
    fewer.keySet().removeIf(name::equalsIgnoreCase);
    return new Answer(status, fewer, body);
  }

  Answer body(byte[] newBody) {
    return new Answer(status, headers, newBody);
  }

  Answer body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Answer json(Object json) {
    return header("Content-Type", "application/json").body(json.toString());
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Not copied: nobody outside this package sees it. */
  byte[] body() {
    return body;
  }
}
