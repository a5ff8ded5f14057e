package io.sealbus.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceHostTest {
  private static final ConfigKey<String> GREETING = ConfigKey.text("greeter.greeting", "hello", "");
  private static EmbeddedBroker broker;

  @TempDir private Path state;
  private final AtomicBoolean warm = new AtomicBoolean();
  private final List<String> events = new ArrayList<>();

  @BeforeAll
  static void startKafka(@TempDir Path directory) {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory));
  }

  @AfterAll
  static void stopKafka() {
    broker.close();
  }

  /** A service that greets, and is ready when it is warm. */
  private final class Greeter implements ServiceDefinition {
    @Override
    public String name() {
      return "greeter";
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return List.of(GREETING);
    }

    @Override
    public VerticleBase create(ServiceContext host, Configuration configuration) {
      String greeting = configuration.get(GREETING);
      return new VerticleBase() {
        @Override
        public Future<?> start() {
          host.health().add("greeter", warm::get);
          host.metrics().counter("greetings").increment();
          host.router().get("/v1/greeting").handler(c -> c.end(greeting));
          host.router()
              .get("/v1/fault")
              .handler(c -> {
                throw new IllegalStateException("on purpose");
              });
          return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
          events.add("stopped");
          return Future.succeededFuture();
        }
      };
    }
  }

  private ServiceHost start(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.putIfAbsent("bus.bootstrap.servers", broker.bootstrapServers());
    settings.put("http.port", "0");
    settings.put("bus.partitions", "1");
    settings.put("state.directory", state.toString());
    List<ServiceDefinition> services = List.of(new Greeter());
    return ServiceHost.start(
        services,
        Configuration.of(settings, ServiceHost.keys(services)),
        InstantSource.system(),
        events::add);
  }

  private static HttpResponse<String> get(ServiceHost host, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void servicesShareOnePortAndStopWithTheHost() throws Exception {
    try (ServiceHost host = start(Map.of("greeter.greeting", "good day"))) {
      assertThat(get(host, "/v1/greeting").body()).isEqualTo("good day");
      assertThat(get(host, "/metrics").body()).contains("greetings_total 1.0");
    }
    assertThat(events).containsExactly("topics", "greeter", "http", "stopped");
  }

  @Test
  void readyMeansEveryPartIs() throws Exception {
    try (ServiceHost host = start(Map.of())) {
      assertThat(get(host, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(host, "/health/ready").statusCode()).isEqualTo(503);
      warm.set(true);
      assertThat(get(host, "/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void everyErrorHasACode() throws Exception {
    try (ServiceHost host = start(Map.of())) {
      assertThat(get(host, "/nowhere").body()).contains("\"code\":\"NOT_FOUND\"");
      HttpResponse<String> fault = get(host, "/v1/fault");
      assertThat(fault.statusCode()).isEqualTo(500);
      assertThat(fault.body()).contains("\"code\":\"INTERNAL_ERROR\"").doesNotContain("on purpose");
    }
  }

  @Test
  void aSettingThatCannotBeUsedStopsTheStart() {
    assertThatThrownBy(() -> start(Map.of("bus.prefix", "not/legal")))
        .isInstanceOfAny(ConfigurationException.class, IllegalArgumentException.class)
        .hasMessageContaining("not/legal");
  }
}
