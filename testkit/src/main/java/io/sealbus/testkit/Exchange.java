package io.sealbus.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/** One request and its answer on the wire. */
final class Exchange {
  /** Of a request's body, in bytes. */
  static final int BODY_LIMIT = 64 << 20;

  /** Where even an endless body ends, in bytes: no test should need a disk of it. */
  private static final long FLOOD_LIMIT = 10L << 30;

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  /** The request, or empty if its body is over the limit. */
  Optional<RegistryRequest> read(RegistryHost host) throws IOException {
    byte[] body = http.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      return Optional.empty();
    }
    String query = http.getRequestURI().getRawQuery();
    return Optional.of(
        new RegistryRequest(
            host,
            http.getRequestMethod(),
            http.getRequestURI().getPath(),
            query == null ? "" : query,
            http.getRequestHeaders(),
            http.getRemoteAddress().getAddress().getHostAddress()
                + ":"
                + http.getRemoteAddress().getPort(),
            body));
  }

  /** Sends the true answer, changed as the fault says. */
  void send(Answer answer, Fault fault) throws IOException {
    pause(fault.delay());
    switch (fault.effect()) {
      case Fault.Effect.Unchanged unchanged -> send(answer);
      case Fault.Effect.Answered answered -> send(answered.answer());
      case Fault.Effect.Held(CountDownLatch release) -> {
        await(release);
        send(answer);
      }
      case Fault.Effect.Dropped dropped -> http.close();
      case Fault.Effect.Corrupted corrupted -> send(corrupt(answer));
      case Fault.Effect.Relabelled(String header, String value) ->
          send(answer.header(header, value));
      case Fault.Effect.Unlabelled(String header) -> send(answer.without(header));
      case Fault.Effect.Repeated(String header, String value) -> repeat(answer, header, value);
      case Fault.Effect.Compressed(int zeros) -> send(compress(answer, zeros));
      case Fault.Effect.Endless endless -> flood(answer);
      case Fault.Effect.Continued continued ->
          send(
              answer.header(
                  "Link",
                  "<%s?page=%s>; rel=\"next\""
                      .formatted(http.getRequestURI().getPath(), UUID.randomUUID())));
      case Fault.Effect.Truncated(int bytes) -> truncate(answer, bytes);
      case Fault.Effect.Dripping(int bytes, Duration pause) -> drip(answer, bytes, pause);
    }
  }

  void send(Answer answer) throws IOException {
    if (begin(answer)) {
      http.getResponseBody().write(answer.body());
    }
    http.close();
  }

  private void repeat(Answer answer, String header, String value) throws IOException {
    String first = answer.headers().get(header);
    if (first != null) {
      http.getResponseHeaders().add(header, first);
    }
    http.getResponseHeaders().add(header, value);
    send(answer.without(header));
  }

  private void flood(Answer answer) throws IOException {
    answer.headers().forEach(http.getResponseHeaders()::set);
    http.sendResponseHeaders(answer.status(), 0);
    var zeros = new byte[64 << 10];
    try (OutputStream out = http.getResponseBody()) {
      for (long sent = 0; sent < FLOOD_LIMIT; sent += zeros.length) {
        out.write(zeros);
      }
    } finally {
      http.close();
    }
  }

  private static Answer compress(Answer answer, int zeros) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(answer.body());
      gzip.write(new byte[zeros]);
    }
    return answer.header("Content-Encoding", "gzip").body(compressed.toByteArray());
  }

  /** Sends status and headers; false if no body may follow. */
  private boolean begin(Answer answer) throws IOException {
    answer.headers().forEach(http.getResponseHeaders()::set);
    boolean body = answer.body().length > 0 && !http.getRequestMethod().equals("HEAD");
    if (http.getRequestMethod().equals("HEAD")) {
      http.getResponseHeaders().set("Content-Length", String.valueOf(answer.body().length));
    }
    http.sendResponseHeaders(answer.status(), body ? answer.body().length : -1);
    return body;
  }

  private void truncate(Answer answer, int bytes) throws IOException {
    if (begin(answer)) {
      OutputStream out = http.getResponseBody();
      out.write(answer.body(), 0, Math.min(bytes, answer.body().length));
      out.flush();
    }
    http.close();
  }

  private void drip(Answer answer, int bytes, Duration pause) throws IOException {
    if (begin(answer)) {
      OutputStream out = http.getResponseBody();
      for (int sent = 0; sent < answer.body().length; sent += bytes) {
        out.write(answer.body(), sent, Math.min(bytes, answer.body().length - sent));
        out.flush();
        pause(pause);
      }
    }
    http.close();
  }

  private static Answer corrupt(Answer answer) {
    byte[] wrong = Arrays.copyOf(answer.body(), Math.max(1, answer.body().length));
    wrong[0] ^= 1;
    return answer.body(wrong);
  }

  private static void await(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
