package io.sealbus.broker;

import io.sealbus.broker.BrokerException.Code;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and controller, in this JVM.
 *
 * <p>It is put together from the parts of Kafka's own {@link KafkaRaftServer} instead of using that
 * class, because it alone decides there how faults end the process and which sockets are opened.
 *
 * <p>Clients connect without authentication or encryption: listen on loopback, or where only
 * friends are. A production fleet uses a Kafka cluster of its own.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /**
   * Logger names and the least level that helps who did not choose to run Kafka; a program with an
   * embedded broker configures its logging with them. What is left are real troubles.
   *
   * <p>{@code QuorumController} warns at each start that it starts; {@code NetworkClient} warns at
   * each stop that it was closed twice. The latter is every client's class: keep it at WARN where a
   * cluster serves instead.
   */
  public static final Map<String, String> LOG_LEVELS =
      Map.of(
          "kafka", "WARN",
          "org.apache.kafka", "WARN",
          "org.apache.kafka.controller.QuorumController", "ERROR",
          "org.apache.kafka.clients.NetworkClient", "ERROR",
          "state.change.logger", "ERROR");

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final Config config;
  private final DataDirectory directory;
  private final Faults faults;
  private final BoundSockets sockets;
  private final BrokerServer broker;
  private final ControllerServer controller;
  private final Duration startTime;
  private boolean closed;

  /**
   * Where and how.
   *
   * @param dataDirectory made and formatted if missing or empty
   * @param port for clients; 0 takes a free one, see {@link #bootstrapServers()}
   * @param host the name or address to listen on and to tell clients; no wildcard address
   * @param progress told in short English sentences how the start and the stop go
   */
  public record Config(Path dataDirectory, int port, String host, Consumer<String> progress) {
    public Config {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
      }
      @Nullable InetAddress address = new InetSocketAddress(host, 0).getAddress();
      if (address != null && address.isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            "host: " + host + " (expected: a name or address that clients can connect to)");
      }
      dataDirectory = dataDirectory.toAbsolutePath().normalize();
    }

    /** On a free port of 127.0.0.1, without a word. */
    public static Config in(Path dataDirectory) {
      return new Config(dataDirectory, 0, "127.0.0.1", message -> {});
    }

    /** The same on another port. */
    public Config withPort(int newPort) {
      return new Config(dataDirectory, newPort, host, progress);
    }

    /** The same on another host. */
    public Config withHost(String newHost) {
      return new Config(dataDirectory, port, newHost, progress);
    }

    /** The same with progress messages. */
    public Config withProgress(Consumer<String> newProgress) {
      return new Config(dataDirectory, port, host, newProgress);
    }
  }

  /**
   * Starts a broker and returns when clients can connect.
   *
   * @throws BrokerException if it cannot; the data directory is released and unharmed then
   */
  public static EmbeddedBroker start(Config config) {
    long started = System.nanoTime();
    DataDirectory directory = DataDirectory.open(config.dataDirectory());
    Faults faults = Faults.watch();
    BoundSockets sockets = null;
    try {
      sockets = BoundSockets.bind(config.host(), config.port());
      return new EmbeddedBroker(config, directory, faults, sockets, started);
    } catch (RuntimeException e) {
      if (sockets != null) {
        sockets.close();
      }
      faults.close();
      directory.close();
      throw e;
    }
  }

  private EmbeddedBroker(
      Config config, DataDirectory directory, Faults faults, BoundSockets sockets, long started) {
    this.config = config;
    this.directory = directory;
    this.faults = faults;
    this.sockets = sockets;
    KafkaStorage storage = KafkaStorage.open(directory);
    config.progress().accept(opening(storage.state(), directory.path()));
    SharedServer shared = shared(storage);
    this.controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), storage.bootstrap());
    this.broker = new BrokerServer(shared);
    startServers();
    this.startTime = Duration.ofNanos(System.nanoTime() - started);
    config
        .progress()
        .accept(
            "broker ready at %s after %d ms".formatted(bootstrapServers(), startTime.toMillis()));
    log.atInfo()
        .addKeyValue("bootstrapServers", bootstrapServers())
        .addKeyValue("dataDirectory", directory.path())
        .addKeyValue("found", storage.state())
        .addKeyValue("startMillis", startTime.toMillis())
        .log("Embedded broker started");
  }

  private static String opening(KafkaStorage.State state, Path path) {
    return switch (state) {
      case FORMATTED_NOW -> "new broker data in " + path;
      case STOPPED_CLEANLY -> "opening broker data in " + path;
      case STOPPED_UNCLEANLY -> "recovering broker data in " + path + " after an unclean stop";
    };
  }

  private SharedServer shared(KafkaStorage storage) {
    Properties settings = ServerSettings.of(directory.kafka(), sockets);
    var kafkaConfig = KafkaConfig.fromProps(settings, false);
    var metrics =
        Server.initializeMetrics(
            kafkaConfig, Time.SYSTEM, storage.metaProperties().clusterId().orElseThrow());
    return new SharedServer(
        kafkaConfig,
        storage.metaProperties(),
        Time.SYSTEM,
        metrics,
        CompletableFuture.completedFuture(
            Map.of(ServerSettings.NODE_ID, sockets.controllerSocketAddress())),
        List.of(),
        faults,
        sockets);
  }

  /** The controller first: the broker registers with it. */
  private void startServers() {
    try {
      controller.startup();
      broker.startup();
      BrokerException fault = faults.fatal().getNow(null);
      if (fault != null) {
        throw fault;
      }
    } catch (Throwable e) {
      stopServers();
      var fault = faults.fatal().getNow(null);
      throw new BrokerException(
          Code.START_FAILED,
          "Kafka did not start in %s: %s"
              .formatted(directory.path(), fault == null ? e : fault.getMessage()),
          e);
    }
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return sockets.brokerAddress();
  }

  /** How long {@link #start} took. */
  public Duration startTime() {
    return startTime;
  }

  /**
   * Completes, never exceptionally, when the running broker meets a fault that it cannot survive
   * and at which a Kafka process would end itself. Then close the broker and stop, or start again.
   */
  public CompletionStage<BrokerException> failure() {
    return faults.fatal().minimalCompletionStage();
  }

  /**
   * Stops in order: clients are cut off, logs are flushed and marked clean, the lock is released.
   * Takes a tenth of a second as a rule and at most a minute; a second call does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long stopped = System.nanoTime();
    stopServers();
    sockets.close();
    faults.close();
    directory.close();
    config
        .progress()
        .accept("broker stopped after %d ms".formatted((System.nanoTime() - stopped) / 1_000_000));
  }

  /**
   * On a thread of its own, because the controller's stop has no bound. What is left then dies with
   * the process, and until then Kafka's own lock keeps others off its logs.
   */
  private void stopServers() {
    var stopping = Thread.ofPlatform().daemon().name("broker-stop").start(this::stopInOrder);
    try {
      if (!stopping.join(STOP_PATIENCE.multipliedBy(2))) {
        log.atWarn().log("The embedded broker did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The broker first: its orderly stop needs the controller. */
  private void stopInOrder() {
    try {
      try {
        broker.shutdown(STOP_PATIENCE);
      } finally {
        controller.shutdown();
      }
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("The embedded broker did not stop in good order");
    }
  }
}
