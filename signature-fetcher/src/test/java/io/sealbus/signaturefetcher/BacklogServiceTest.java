package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.RecordedRequest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of events has piled up while the service was away. */
class BacklogServiceTest {
  private static final int REPOSITORIES = 60;
  private static final int TIMES = 5;

  private static final Pattern WAITING =
      Pattern.compile(
          "^sealbus_fetcher_backlog_waiting(?:\\{[^}]*})? ([0-9.]+)", Pattern.MULTILINE);

  @TempDir private Path directory;
  private EmbeddedBroker broker;
  private final TestRegistry registry = TestRegistry.start();

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
    startService().close();
    for (int i = 0; i <= REPOSITORIES; i++) {
      TestImage.of("image " + i).pushTo(registry.repository("team/app-" + i), "1.0");
    }
  }

  @AfterEach
  void stop() {
    registry.close();
    broker.close();
  }

  private ServiceHost startService() {
    return ServiceHost.start(
        List.of(SignatureFetcherService.DEFINITION),
        configuration(),
        InstantSource.system(),
        progress -> {});
  }

  private Configuration configuration() {
    Map<String, String> values = new HashMap<>();
    values.put("bus.bootstrap.servers", broker.bootstrapServers());
    values.put("bus.partitions", "1");
    values.put("http.port", "0");
    values.put("state.directory", directory.resolve("state").toString());
    values.put("fetcher.registries", registry.address());
    values.put("fetcher.registry.plain-http", registry.address());
    values.put("fetcher.reconcile", "false");
    return Configuration.of(values, ServiceHost.keys(List.of(SignatureFetcherService.DEFINITION)));
  }

  /** Events of {@code TIMES} pushes each, the oldest first, and of one that was just now. */
  private void pileUp() {
    BusConfig bus = BusConfig.from(configuration());
    RecordCodec<ImageEventRecord> codec = bus.codecs().codec(TopicCatalogue.IMAGE_EVENTS);
    String serializer = ByteArraySerializer.class.getName();
    Instant now = Instant.now();
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            bus.clientSettings(
                Map.of("key.serializer", serializer, "value.serializer", serializer)))) {
      for (int time = 0; time < TIMES; time++) {
        for (int i = 0; i < REPOSITORIES; i++) {
          Duration age = Duration.ofMinutes(10L * (REPOSITORIES * (TIMES - time) - i));
          producer.send(event(bus, codec, i, now.minus(age)));
        }
      }
      producer.send(event(bus, codec, REPOSITORIES, now));
    }
  }

  private ProducerRecord<byte[], byte[]> event(
      BusConfig bus, RecordCodec<ImageEventRecord> codec, int number, Instant at) {
    ImageEventRecord event =
        ImageEventRecord.newBuilder()
            .setId("event")
            .setSource("test")
            .setAuthenticity(Authenticity.BEARER)
            .setAction(ImageAction.PUSH)
            .setRegistry(registry.address())
            .setRepository("team/app-" + number)
            .setTag("1.0")
            .setReceivedAt(at)
            .build();
    return new ProducerRecord<>(
        bus.names().of(TopicCatalogue.IMAGE_EVENTS),
        0,
        at.toEpochMilli(),
        (registry.address() + "/team/app-" + number).getBytes(StandardCharsets.UTF_8),
        codec.encode(event));
  }

  @Test
  void aBacklogIsDrainedTheFreshestFirstAndEachImageIsAskedForOnce() throws Exception {
    pileUp();
    var lookedOver = new CountDownLatch(1);
    for (int i = 0; i <= REPOSITORIES; i++) {
      registry.inject(
          Fault.at(registry.address(), "/v2/team/app-" + i + "/manifests/1.0")
              .holdUntil(lookedOver)
              .times(1));
    }

    try (var host = startService();
        var images =
            new Table<ImageRecord>(BusConfig.from(configuration()), TopicCatalogue.IMAGES)) {
      Eventually.holds(() -> waiting(host) == REPOSITORIES - BacklogGate.AT_ONCE);
      // What was told just now does not wait.
      Eventually.holds(
          () -> asked().stream().anyMatch(path -> path.contains("/app-" + REPOSITORIES + "/")));
      lookedOver.countDown();
      for (int i = 0; i <= REPOSITORIES; i++) {
        images.await(
            registry.address() + "/team/app-" + i + ":1.0", image -> image.getDigest() != null);
      }
      Thread.sleep(1_000);
      assertThat(host.health().ready()).isTrue();
    }

    List<String> asked = asked();
    List<String> order = asked.stream().distinct().toList();
    assertThat(order).hasSize(REPOSITORIES + 1);
    // Those that were let in before the rest had been looked over may have been any, and what is
    // read after its image was asked about may tell of something newer.
    assertThat(asked)
        .as("each once")
        .hasSizeLessThanOrEqualTo(order.size() + BacklogGate.AT_ONCE * (TIMES - 1));
    List<Integer> numbers =
        order.stream()
            .skip(BacklogGate.AT_ONCE + 1)
            .map(path -> Integer.valueOf(path.replaceAll(".*app-(\\d+)/.*", "$1")))
            .toList();
    int half = numbers.size() / 2;
    assertThat(mean(numbers.subList(half, numbers.size())))
        .as("the later a repository was pushed to, the sooner it is asked for")
        .isLessThan(mean(numbers.subList(0, half)) - REPOSITORIES / 3.0);
  }

  private List<String> asked() {
    return registry.requests().stream()
        .map(RecordedRequest::path)
        .filter(path -> path.endsWith("/manifests/1.0"))
        .toList();
  }

  private static int waiting(ServiceHost host) {
    Matcher waiting = WAITING.matcher(Metrics.of(host));
    return waiting.find() ? (int) Double.parseDouble(waiting.group(1)) : 0;
  }

  private static double mean(List<Integer> numbers) {
    return IntStream.range(0, numbers.size()).map(numbers::get).average().orElseThrow();
  }
}
