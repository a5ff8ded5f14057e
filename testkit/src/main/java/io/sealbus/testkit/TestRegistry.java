package io.sealbus.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An OCI registry in memory, on loopback, that real clients can pull from and push to.
 *
 * <pre>
 *   try (var registry = TestRegistry.start()) {
 *     registry.load(corpus).protect(Access.bearer("ci", "secret"));
 *     registry.inject(Fault.at("registry.example.com", "/v2/app/web/manifests/1.0").drop().times(1));
 *     …
 *     assertThat(registry.requests()).hasSize(3);
 *   }
 * </pre>
 *
 * <p>It plays many logical hosts. Which one a request is for follows from its {@code Host} header;
 * for clients that cannot set that, {@link #endpointOf} opens a port that plays one host only.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution specification</a>
 */
public final class TestRegistry implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<Doorway> doorways = new CopyOnWriteArrayList<>();
  private final Map<String, RegistryHost> hosts = new ConcurrentHashMap<>();
  private final Map<String, String> endpoints = new ConcurrentHashMap<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final Faults faults = new Faults();
  private final Gate gate = new Gate();
  private final PullApi pull = new PullApi();
  private final Router router = new Router(gate, pull, new PushApi(pull));
  private final List<Notifier> notifiers = new CopyOnWriteArrayList<>();
  private final String address;

  private TestRegistry(int port) {
    this.address = listen(port, null);
  }

  /** On a free port. */
  public static TestRegistry start() {
    return start(0);
  }

  /**
   * On this port of 127.0.0.1.
   *
   * @throws UncheckedIOException if the port is in use
   */
  public static TestRegistry start(int port) {
    return new TestRegistry(port);
  }

  private String listen(int port, @Nullable String host) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", exchange -> handle(exchange, host));
      // The server's own thread takes after the one that starts it, and virtual threads are
      // daemons: a registry that somebody forgot to close keeps no JVM alive.
      Thread.ofVirtual().start(server::start).join();
      servers.add(server);
      var doorway = new Doorway(port, server.getAddress().getPort());
      doorways.add(doorway);
      return "127.0.0.1:" + doorway.port();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  /** {@code 127.0.0.1:port}: where every logical host listens, and itself the name of one. */
  public String address() {
    return address;
  }

  /** {@code 127.0.0.1:port} of a port that plays this host whatever the {@code Host} header. */
  public String endpointOf(String host) {
    return endpoints.computeIfAbsent(host, missing -> listen(0, missing));
  }

  /** The logical host, made if it is not there. */
  public RegistryHost host(String name) {
    return hosts.computeIfAbsent(name, missing -> new RegistryHost(missing, this::tell));
  }

  /** A repository of the host that {@link #address()} names. */
  public Repository repository(String name) {
    return host(address).repository(name);
  }

  /**
   * Serves the OCI layouts {@code directory/<host>/<repository…>/}; a folder {@code name_5000}
   * stands for the host {@code name:5000}.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public TestRegistry load(Path directory) {
    try (var folders = Files.list(directory)) {
      folders
          .filter(Files::isDirectory)
          .forEach(folder ->
              host(folder.getFileName().toString().replaceFirst("_(\\d+)$", ":$1")).load(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What hosts ask of a client, unless {@link RegistryHost#protect} says otherwise. */
  public TestRegistry protect(Access access) {
    gate.protect(access);
    return this;
  }

  /** Makes every token given out so far worthless. */
  public TestRegistry expireTokens() {
    gate.expireTokens();
    return this;
  }

  /** Adds a fault; of several at one path, the newest that still strikes does. */
  public TestRegistry inject(Fault fault) {
    faults.add(fault);
    return this;
  }

  /** Takes all faults back. */
  public TestRegistry clearFaults() {
    faults.clear();
    return this;
  }

  /** Whether a manifest of a type that {@code Accept} does not name is unknown, as with some. */
  public TestRegistry strictAccept(boolean strict) {
    pull.strictAccept(strict);
    return this;
  }

  /** Whether {@code /referrers/} is there; where not, it answers 404 as older registries do. */
  public TestRegistry referrersApi(boolean supported) {
    pull.referrersApi(supported);
    return this;
  }

  /** From now on reports what is pushed and deleted, by HTTP or by {@link Repository}. */
  public TestRegistry notify(Webhook webhook) {
    notifiers.add(new Notifier(webhook, address));
    return this;
  }

  /**
   * Waits until all notifications so far have been taken; false if that takes longer.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitNotifications(Duration patience) throws InterruptedException {
    for (Notifier notifier : notifiers) {
      if (!notifier.awaitDelivery(patience)) {
        return false;
      }
    }
    return true;
  }

  private void tell(Change change) {
    notifiers.forEach(notifier -> notifier.tell(change));
  }

  /** All requests since the start or {@link #clearRequests()}, in the order they came. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** How many of the requests are such. */
  public long count(Predicate<RecordedRequest> such) {
    return requests.stream().filter(such).count();
  }

  /** Forgets the requests so far. */
  public TestRegistry clearRequests() {
    requests.clear();
    return this;
  }

  private void handle(HttpExchange http, @Nullable String fixedHost) throws IOException {
    var exchange = new Exchange(http);
    String name = fixedHost == null ? http.getRequestHeaders().getFirst("Host") : fixedHost;
    Optional<RegistryRequest> read = exchange.read(host(name == null ? address : name));
    if (read.isEmpty()) {
      exchange.send(RegistryError.SIZE_INVALID.answer());
      return;
    }
    RegistryRequest request = read.get();
    requests.add(request.recorded());
    Fault fault = faults.next(request);
    exchange.send(
        fault.effect() instanceof Fault.Effect.Answered(Answer instead)
            ? instead
            : router.answer(request),
        fault);
  }

  @Override
  public void close() {
    notifiers.forEach(Notifier::close);
    for (Doorway doorway : doorways) {
      try {
        doorway.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
