package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.HttpExchange.Request;
import io.sealbus.signaturefetcher.registry.HttpExchange.StaleConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections to registries, pooled by host. Everything that goes wrong comes back as a
 * value with its code.
 */
final class Connections implements AutoCloseable {
  private static final int IDLE_SECONDS = 20;
  private static final int DNS_THREADS = 4;

  private final List<Context> loops;
  private final RegistrySettings settings;
  private final RegistryLimits limits;
  private final HostResolver resolver;
  private final HttpClientAgent client;
  private final WorkerExecutor dns;
  private final Set<HttpConnection> used =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  Connections(
      Vertx vertx, RegistrySettings settings, HostResolver resolver, HttpClientOptions options) {
    this.loops = loops(vertx);
    this.settings = settings;
    this.limits = settings.limits();
    this.resolver = resolver;
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                options
                    .setDecompressionSupported(false)
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                    .setUseAlpn(true)
                    .setHttp2KeepAliveTimeout(IDLE_SECONDS)
                    .setKeepAliveTimeout(IDLE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setSslHandshakeTimeout(limits.connect().toMillis()))
            .with(new PoolOptions().setHttp1MaxSize(limits.concurrency()).setHttp2MaxSize(1))
            .build();
    this.dns = vertx.createSharedWorkerExecutor("registry-dns", DNS_THREADS);
  }

  /** As many event loops as there are processors. */
  private static List<Context> loops(Vertx vertx) {
    // Whoever makes this may have a context that is no event loop; a new thread has none.
    Executor threads = Thread.ofVirtual()::start;
    return Stream.generate(
            () -> CompletableFuture.supplyAsync(vertx::getOrCreateContext, threads).join())
        .limit(Runtime.getRuntime().availableProcessors())
        .toList();
  }

  /**
   * A host's connections and all that is done on them have one loop, so that nothing of an exchange
   * is handed from one to another.
   */
  private Context loop(URI target) {
    int host = Endpoint.hostOf(target).hashCode();
    return loops.get(Math.floorMod(host, loops.size()));
  }

  /** Sends a request and waits for the whole answer. */
  Exchange send(Call call) {
    URI target = call.target();
    @Nullable ProxyOptions proxy = settings.proxies().of(target);
    Future<Exchange> exchange =
        call.guarded()
            ? publicAddress(target, proxy != null)
                .compose(address -> attempt(call, address.orElse(null), proxy))
            : attempt(call, null, proxy);
    return exchange.otherwise(cause -> Trouble.of(target, cause)).await();
  }

  private Future<Exchange> attempt(
      Call call, @Nullable InetAddress address, @Nullable ProxyOptions proxy) {
    // Through a proxy it is the proxy that connects, to where it finds the name.
    var request =
        new Request(call, proxy == null ? address : null, tls(call), proxy, limits.otherBytes());
    Context loop = loop(call.target());
    return HttpExchange.send(loop, client, limits, used, request)
        .recover(cause ->
            cause instanceof StaleConnection
                ? HttpExchange.send(loop, client, limits, used, request)
                : Future.failedFuture(cause));
  }

  private @Nullable ClientSSLOptions tls(Call call) {
    URI target = call.target();
    ClientSSLOptions own =
        settings.certificates().of(Endpoint.hostOf(target), Endpoint.portOf(target));
    if (!call.insecure() || Endpoint.isPlain(target)) {
      return own;
    }
    return (own == null ? new ClientSSLOptions().setUseAlpn(true) : own.copy())
        .setTrustAll(true)
        .setHostnameVerificationAlgorithm("");
  }

  /** Empty where only the proxy knows the name. */
  private Future<Optional<InetAddress>> publicAddress(URI target, boolean proxied) {
    String host = Endpoint.hostOf(target);
    return dns.executeBlocking(() -> resolver.resolve(host), false)
        .timeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
        .compose(addresses -> checked(host, addresses).map(Optional::of))
        .recover(cause ->
            proxied && cause instanceof UnknownHostException
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(cause));
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
