package io.sealbus.standalone.server;

import io.sealbus.broker.BrokerException;
import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.runtime.service.ServiceHost;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * An embedded broker and services on it, in this JVM, with everything they keep in one directory.
 */
public final class SingleNode implements AutoCloseable {
  private final EmbeddedBroker broker;
  private final ServiceHost host;
  private final BusConfig bus;
  private final URI url;

  private SingleNode(EmbeddedBroker broker, ServiceHost host, BusConfig bus, URI url) {
    this.broker = broker;
    this.host = host;
    this.bus = bus;
    this.url = url;
  }

  /**
   * Starts everything and returns when it is ready.
   *
   * @param data {@code broker} and {@code state} are made in it
   * @param progress told what is being done
   * @throws BrokerException where the broker cannot start
   * @throws ConfigurationException where a setting cannot be used
   */
  public static SingleNode start(
      Path data,
      Settings settings,
      List<ServiceDefinition> services,
      InstantSource clock,
      Consumer<String> progress) {
    if (settings.has("bus.bootstrap.servers")) {
      throw new ConfigurationException(
          "bus.bootstrap.servers is set, but this command runs a broker of its own; unset it, or use 'sealbus run' against that Kafka");
    }
    EmbeddedBroker.Config wanted = BrokerSettings.under(data, settings.configuration());
    progress.accept("broker");
    EmbeddedBroker broker = EmbeddedBroker.start(wanted);
    try {
      Settings node =
          settings
              .with("bus.bootstrap.servers", broker.bootstrapServers())
              // One broker: partitions buy nothing but threads' work in parallel.
              .withDefault("bus.partitions", "4")
              .withDefault("state.directory", data.resolve("state").toString())
              .withDefault("fetcher.spool.directory", data.resolve("spool").toString())
              .withDefault("ingest.trust.directory", data.resolve("trust").toString());
      HttpPort http = HttpPort.of(node.configuration());
      http.requireFree();
      ServiceHost host = ServiceHost.start(services, node.configuration(), clock, progress);
      return new SingleNode(broker, host, BusConfig.from(node.configuration()), http.url(host));
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Where the process answers over HTTP. */
  public URI url() {
    return url;
  }

  /** {@code host:port} of the broker. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The bus, for who wants to read it. */
  public BusConfig bus() {
    return bus;
  }

  /** Completes when the broker can no longer go on; then everything is to be closed. */
  public CompletionStage<BrokerException> failure() {
    return broker.failure();
  }

  /** Stops the services, then the broker. */
  @Override
  public void close() {
    try {
      host.close();
    } finally {
      broker.close();
    }
  }
}
