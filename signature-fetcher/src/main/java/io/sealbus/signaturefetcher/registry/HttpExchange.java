package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its answer, bounded in bytes and, phase by phase, in time. Runs on an event
 * loop; nothing here blocks. Redirects are not followed and bodies are not decompressed.
 */
final class HttpExchange {
  /**
   * What to ask, and over what.
   *
   * @param address connect to this address and to no other; null to look the host up
   * @param tls how TLS is spoken; null for as the client usually does
   * @param proxy the way; null for straight
   */
  record Request(
      Call call,
      @Nullable InetAddress address,
      @Nullable ClientSSLOptions tls,
      @Nullable ProxyOptions proxy,
      int maxErrorBytes) {}

  private enum Phase {
    CONNECT("connecting"),
    FIRST_BYTE("waiting for the answer"),
    BODY("reading the answer");

    private final String words;

    Phase(String words) {
      this.words = words;
    }
  }

  /** A pooled connection was already closed by the other side: nothing was asked yet. */
  static final class StaleConnection extends IOException {
    StaleConnection(Throwable cause) {
      super(cause);
    }
  }

  /** The other side could not be reached at all. */
  static final class ConnectFailure extends IOException {
    ConnectFailure(Throwable cause) {
      super(cause);
    }
  }

  private final Context loop;
  private final RegistryLimits limits;
  private final Set<HttpConnection> used;
  private final Request request;
  private final Promise<Exchange> outcome = Promise.promise();
  private @Nullable HttpClientRequest open;
  private Phase phase = Phase.CONNECT;
  private boolean reused;
  private long timer = -1;

  private HttpExchange(
      Context loop, RegistryLimits limits, Set<HttpConnection> used, Request request) {
    this.loop = loop;
    this.limits = limits;
    this.used = used;
    this.request = request;
  }

  /**
   * Sends {@code request}. The future fails where there is no whole answer.
   *
   * @param loop where all of it happens
   * @param used the connections that have been asked before; thread-safe
   */
  static Future<Exchange> send(
      Context loop,
      HttpClientAgent client,
      RegistryLimits limits,
      Set<HttpConnection> used,
      Request request) {
    return new HttpExchange(loop, limits, used, request).run(client);
  }

  private Future<Exchange> run(HttpClientAgent client) {
    // One context for the whole exchange, so that its handlers never run at the same time.
    loop.runOnContext(ignored -> {
      enter(Phase.CONNECT, limits.connect());
      try {
        client.request(options()).onSuccess(this::connected).onFailure(this::fail);
      } catch (RuntimeException e) {
        // Such as a client that was closed meanwhile: nobody must wait for its answer.
        fail(e);
      }
    });
    return outcome.future();
  }

  private RequestOptions options() {
    URI target = request.call().target();
    String query = target.getRawQuery();
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    var options =
        new RequestOptions()
            .setMethod(request.call().method())
            .setHost(Endpoint.hostOf(target))
            .setPort(Endpoint.portOf(target))
            .setSsl(!Endpoint.isPlain(target))
            .setSslOptions(request.tls())
            .setProxyOptions(request.proxy())
            .setURI(query == null ? path : path + "?" + query)
            .setHeaders(request.call().headers())
            // The phase's own timer comes first; this only frees the socket behind it.
            .setConnectTimeout(2 * limits.connect().toMillis())
            .setFollowRedirects(false);
    if (Endpoint.isPlain(target)) {
      // With TLS the handshake finds out; without, HTTP/2 would be asked for in the dark.
      options.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
    if (request.address() != null) {
      options.setServer(
          SocketAddress.inetSocketAddress(
              new InetSocketAddress(request.address(), Endpoint.portOf(target))));
    }
    return options;
  }

  private void connected(HttpClientRequest connected) {
    if (outcome.future().isComplete()) {
      connected.reset();
      return;
    }
    open = connected;
    reused = !used.add(connected.connection());
    enter(Phase.FIRST_BYTE, limits.firstByte());
    String form = request.call().form();
    Future<HttpClientResponse> response = form == null ? connected.send() : connected.send(form);
    response.onSuccess(this::answered).onFailure(this::fail);
  }

  private void answered(HttpClientResponse response) {
    if (outcome.future().isComplete()) {
      return;
    }
    enter(Phase.BODY, limits.body());
    boolean success = response.statusCode() / 100 == 2;
    int bound = success ? request.call().bound() : request.maxErrorBytes();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(this::fail);
    response.handler(chunk -> {
      if (body.length() + (long) chunk.length() > bound) {
        complete(new Exchange.TooLarge(response.statusCode(), bound));
        reset();
      } else {
        body.appendBuffer(chunk);
      }
    });
    response.endHandler(ignored ->
        complete(
            new Exchange.Answered(
                response.statusCode(), response.headers(), Bytes.copyOf(body.getBytes()))));
  }

  private void enter(Phase next, Duration deadline) {
    phase = next;
    loop.owner().cancelTimer(timer);
    timer =
        loop.owner()
            .setTimer(
                Math.max(1, deadline.toMillis()),
                ignored -> {
                  fail(
                      new TimeoutException(
                          "no progress within " + deadline + " while " + next.words));
                  reset();
                });
  }

  private void complete(Exchange exchange) {
    loop.owner().cancelTimer(timer);
    outcome.tryComplete(exchange);
  }

  private void fail(Throwable cause) {
    loop.owner().cancelTimer(timer);
    outcome.tryFail(
        switch (phase) {
          case CONNECT -> new ConnectFailure(cause);
          case FIRST_BYTE ->
              reused && cause instanceof HttpClosedException ? new StaleConnection(cause) : cause;
          case BODY -> cause;
        });
  }

  private void reset() {
    if (open != null) {
      open.reset();
    }
  }
}
