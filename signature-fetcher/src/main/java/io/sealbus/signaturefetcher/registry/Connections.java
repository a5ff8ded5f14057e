package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.HttpExchange.Request;
import io.sealbus.signaturefetcher.registry.HttpExchange.StaleConnection;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections to registries, pooled by host. Everything that goes wrong comes back as a
 * value with its code.
 */
final class Connections implements AutoCloseable {
  private static final int IDLE_SECONDS = 20;
  private static final int DNS_THREADS = 4;

  private final Vertx vertx;
  private final RegistryLimits limits;
  private final HostResolver resolver;
  private final HttpClientAgent client;
  private final WorkerExecutor dns;
  private final Set<HttpConnection> used =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  Connections(
      Vertx vertx, RegistryLimits limits, HostResolver resolver, HttpClientOptions options) {
    this.vertx = vertx;
    this.limits = limits;
    this.resolver = resolver;
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                options
                    .setDecompressionSupported(false)
                    .setKeepAliveTimeout(IDLE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setSslHandshakeTimeout(limits.connect().toMillis()))
            .with(new PoolOptions().setHttp1MaxSize(limits.concurrency()))
            .build();
    this.dns = vertx.createSharedWorkerExecutor("registry-dns", DNS_THREADS);
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @param guarded whether the target's addresses must be public ones; they are looked up once, and
   *     the very address that was checked is connected to
   * @param form body of a POST; null for a GET
   */
  Exchange send(URI target, boolean guarded, MultiMap headers, @Nullable String form, int bound) {
    HttpMethod method = form == null ? HttpMethod.GET : HttpMethod.POST;
    return send(new Request(method, target, null, headers, form, bound, limits.otherBytes()), guarded);
  }

  /** The same for a request that asks for the head of an answer alone. */
  Exchange head(URI target, boolean guarded, MultiMap headers) {
    return send(new Request(HttpMethod.HEAD, target, null, headers, null, 0, 0), guarded);
  }

  private Exchange send(Request request, boolean guarded) {
    URI target = request.target();
    Future<Exchange> exchange =
        guarded
            ? publicAddress(Endpoint.hostOf(target))
                .compose(address -> attempt(request.at(address)))
            : attempt(request);
    return exchange.otherwise(cause -> Trouble.of(target, cause)).await();
  }

  private Future<Exchange> attempt(Request request) {
    return HttpExchange.send(vertx, client, limits, used, request)
        .recover(cause ->
            cause instanceof StaleConnection
                ? HttpExchange.send(vertx, client, limits, used, request)
                : Future.failedFuture(cause));
  }

  private Future<InetAddress> publicAddress(String host) {
    return dns.executeBlocking(() -> resolver.resolve(host), false)
        .timeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
        .compose(addresses -> checked(host, addresses));
  }

  private static Future<InetAddress> checked(String host, @Nullable List<InetAddress> addresses) {
    // One private address among public ones is how rebinding looks: all must be public.
    return addresses != null
            && !addresses.isEmpty()
            && addresses.stream().allMatch(AddressGuard::isPublic)
        ? Future.succeededFuture(addresses.getFirst())
        : Future.failedFuture(new Trouble.RefusedAddress(host));
  }

  @Override
  public void close() {
    client.close().await();
    dns.close().await();
  }
}
