package io.sealbus.verifier;

import static io.sealbus.verifier.Bench.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.TopicAdministration;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker for verifiers in processes of their own, and who reads what they publish. */
final class VerifierBus implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final int REPOSITORIES = 40;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final RecordCodecs CODECS = RecordCodecs.singleObject();
  private static final TopicNames NAMES = TopicNames.under("sealbus");

  private final Path directory;
  private final EmbeddedBroker broker;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, VerdictRecord> newest = new HashMap<>();
  private int repeats;
  private int taken;

  /** With everything in {@code directory}. */
  VerifierBus(Path directory) {
    this.directory = directory;
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
    var bus = BusConfig.from(Configuration.of(bus(), BusConfig.KEYS));
    TopicAdministration.ensure(bus);
    producer =
        new KafkaProducer<>(
            bus.clientSettings(Map.of()), new StringSerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            bus.clientSettings(Map.of("isolation.level", "read_committed")),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, PARTITIONS)
            .mapToObj(p -> new TopicPartition(NAMES.of(TopicCatalogue.VERDICTS), p))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  private Map<String, String> bus() {
    return Map.of(
        "bus.bootstrap.servers", broker.bootstrapServers(),
        "bus.partitions", Integer.toString(PARTITIONS));
  }

  /** A process whose state is under {@code name}. */
  VerifierProcess verifier(String name, Map<String, String> more) throws Exception {
    var settings = new HashMap<>(bus());
    settings.put("verifier.threads", "1");
    // The least that the broker allows: the partitions of a dead member are shared out after it.
    settings.put("kafka.session.timeout.ms", "6000");
    settings.putAll(more);
    return VerifierProcess.start(directory.resolve(name), settings);
  }

  private static String repository(int image) {
    return "app-" + image % REPOSITORIES;
  }

  /** Unsigned images, with their evidence. */
  void pushImages(int count) {
    TestImage content = TestImage.of("app");
    for (int i = 0; i < REPOSITORIES; i++) {
      send(
          TopicCatalogue.EVIDENCE,
          REGISTRY + "/" + repository(i) + "@" + content.digest(),
          nothingAttached(repository(i), content));
    }
    for (int i = 0; i < count; i++) {
      String tag = "v" + i / REPOSITORIES;
      send(
          TopicCatalogue.IMAGES,
          REGISTRY + "/" + repository(i) + ":" + tag,
          Bench.image(repository(i), tag, content).build());
    }
    producer.flush();
  }

  /** Unsigned images of different digests, each right after its evidence, all at one time. */
  void pushEachWithItsEvidence(int count) {
    for (int i = 0; i < count; i++) {
      TestImage content = TestImage.of("app-" + i);
      String reference = REGISTRY + "/" + repository(i);
      send(
          TopicCatalogue.EVIDENCE,
          reference + "@" + content.digest(),
          nothingAttached(repository(i), content));
      send(
          TopicCatalogue.IMAGES,
          reference + ":v" + i,
          Bench.image(repository(i), "v" + i, content).build());
    }
    producer.flush();
  }

  private static EvidenceRecord nothingAttached(String repository, TestImage content) {
    return EvidenceRecord.newBuilder()
        .setRegistry(REGISTRY)
        .setRepository(repository)
        .setDigest(content.digest())
        .setCompleteness(Completeness.COMPLETE)
        .setContentDigest("none")
        .setFetchedAt(NOW)
        .build();
  }

  /** One that denies what is not signed. */
  void applyPolicy() {
    TestKey key = TestKey.of(TestKey.Kind.P256, "killed");
    var policy =
        PolicyRecord.newBuilder()
            .setGroup("config.openshift.io")
            .setVersion("v1")
            .setKind("ClusterImagePolicy")
            .setName("all")
            .setScopes(List.of(REGISTRY))
            .setSpec(Bench.spec(key, "MatchRepository", REGISTRY))
            .setDocument("{}")
            .setOrigin("test")
            .setAcceptedAt(NOW)
            .build();
    byte[] value = CODECS.codec(TopicCatalogue.POLICIES).encode(policy);
    producer.send(
        new ProducerRecord<>(
            NAMES.of(TopicCatalogue.POLICIES),
            0,
            "config.openshift.io/ClusterImagePolicy//all",
            value));
    producer.flush();
  }

  private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
    producer.send(
        new ProducerRecord<>(
            NAMES.of(topic),
            Repositories.partition(key, PARTITIONS),
            NOW.toEpochMilli(),
            key,
            CODECS.codec(topic).encode(value)));
  }

  /** The newest verdict of each image. */
  Map<String, VerdictRecord> newest() {
    return newest;
  }

  /** Images whose newest verdict is DENIED. */
  int denied() {
    return (int) newest.values().stream().filter(v -> v.getDecision() == Decision.DENIED).count();
  }

  /** Verdicts read, repeats among them. */
  int taken() {
    return taken;
  }

  /** Verdicts read that said nothing new, under the id of the one before. */
  int repeats() {
    return repeats;
  }

  private void take() throws UndecodableRecordException {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(20))) {
      VerdictRecord verdict = CODECS.codec(TopicCatalogue.VERDICTS).decode(record.value());
      VerdictRecord before = newest.put(record.key(), verdict);
      taken++;
      if (before != null) {
        assertThat(verdict.getPolicyVersion())
            .as("an older verdict after a newer one")
            .isGreaterThanOrEqualTo(before.getPolicyVersion());
        repeats += before.getId().equals(verdict.getId()) ? 1 : 0;
      }
    }
  }

  /** Reads until {@code enough}. */
  void take(BooleanSupplier enough) throws UndecodableRecordException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!enough.getAsBoolean()) {
      assertThat(Instant.now()).as("%d denied of %d known", denied(), newest.size()).isBefore(end);
      take();
    }
  }

  /** Reads whatever is still to come, which would be too much. */
  void takeWhatIsTooMuch() throws UndecodableRecordException {
    for (Instant quiet = Instant.now().plusSeconds(3); Instant.now().isBefore(quiet); ) {
      take();
    }
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
    broker.close();
  }
}
