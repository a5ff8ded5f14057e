package io.sealbus.renderer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TopicAdministration;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One test's topics on a broker, and the renderers that use them. */
public final class Bus implements AutoCloseable {
  private static final List<ServiceDefinition> SERVICES = List.of(RendererService.DEFINITION);
  public static final int PARTITIONS = 3;

  private final BusConfig config;
  private final RecordSender sender;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Topics under {@code prefix}. */
  public Bus(EmbeddedBroker broker, String prefix) {
    config =
        new BusConfig(
            broker.bootstrapServers(),
            TopicNames.under(prefix),
            PARTITIONS,
            1,
            List.of(),
            Map.of());
    TopicAdministration.ensure(config);
    sender = new RecordSender(config, RecordCodecs.singleObject(), "test", InstantSource.system());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", (Object) broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** A renderer with its state below {@code state}. */
  public ServiceHost renderer(Path state, Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("bus.bootstrap.servers", config.bootstrapServers());
    settings.put("bus.prefix", config.names().prefix());
    settings.put("bus.partitions", Integer.toString(PARTITIONS));
    settings.put("http.port", "0");
    settings.put("state.directory", state.toString());
    settings.put("renderer.debounce", "PT0.02S");
    settings.putAll(more);
    return ServiceHost.start(
        SERVICES,
        Configuration.of(settings, ServiceHost.keys(SERVICES)),
        InstantSource.system(),
        step -> {});
  }

  /** Sends a record and returns its offset. */
  public <V extends SpecificRecord> long send(Topic<V> topic, String key, V value) {
    OutgoingRecord<V> record =
        value == null ? OutgoingRecord.tombstone(topic, key) : OutgoingRecord.of(topic, key, value);
    return sender.send(record, TraceContext.root()).join();
  }

  /** Sends bytes that are no value of the topic. */
  public void sendGarbage(Topic<?> topic, String key) throws Exception {
    int partition =
        topic.spread() == Topic.Spread.SINGLE ? 0 : Repositories.partition(key, PARTITIONS);
    producer
        .send(
            new ProducerRecord<>(
                config.names().of(topic),
                partition,
                key.getBytes(StandardCharsets.UTF_8),
                "garbage".getBytes(StandardCharsets.UTF_8)))
        .get();
  }

  /** Admits and sends a policy with one public key; returns the policy version. */
  public long sendPolicy(String namespace, String name, long generation, String... scopes) {
    return send(
        TopicCatalogue.POLICIES,
        policyKey(namespace, name),
        policy(namespace, name, generation, scopes));
  }

  /** The key of a policy; {@code namespace} is empty for a cluster's. */
  public static String policyKey(String namespace, String name) {
    String kind = namespace.isEmpty() ? ImagePolicy.CLUSTER_KIND : ImagePolicy.NAMESPACED_KIND;
    return ImagePolicy.GROUP + "/" + kind + "/" + namespace + "/" + name;
  }

  public static PolicyRecord policy(
      String namespace, String name, long generation, String... scopes) {
    String pem =
        """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnLNw3RYx9xQjXbUEw8vonX3U4+tB
        kPnJq+zt386SCoG0ewIH5MB8+GjIDGArUULSDfjfM31Eae/71kavAUI0OA==
        -----END PUBLIC KEY-----
        """;
    String document =
        """
        apiVersion: config.openshift.io/v1
        kind: %s
        metadata:
          name: %s
          generation: %d
          %s
        spec:
          scopes: [%s]
          policy:
            rootOfTrust:
              policyType: PublicKey
              publicKey:
                keyData: %s
        """
            .formatted(
                namespace.isEmpty() ? "ClusterImagePolicy" : "ImagePolicy",
                name,
                generation,
                namespace.isEmpty() ? "" : "namespace: " + namespace,
                String.join(", ", List.of(scopes).stream().map(s -> '"' + s + '"').toList()),
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
    Resource resource = resource(document);
    if (!(Admission.newest().admit(resource) instanceof Admission.Admitted admitted)) {
      throw new AssertionError(Admission.newest().admit(resource));
    }
    return record(resource, admitted.policy().scopes(), admitted.policy().specJson());
  }

  /** A resource that only configures the platform. */
  public static PolicyRecord platform(String document) {
    return record(resource(document), List.of(), "{}");
  }

  private static PolicyRecord record(Resource resource, List<String> scopes, String spec) {
    return new PolicyRecord(
        resource.group(),
        resource.version(),
        resource.kind(),
        resource.namespace(),
        resource.name(),
        null,
        resource.generation(),
        scopes,
        spec,
        JsonText.write(resource.document()),
        "http",
        Instant.ofEpochMilli(0));
  }

  private static Resource resource(String document) {
    var read = Documents.read(document.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    if (read instanceof Reading.Read<List<Node>>(List<Node> nodes)
        && Resource.of(nodes.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      return resource;
    }
    throw new AssertionError(read);
  }

  /** Everything on a topic, in the order of each partition. */
  public List<ConsumerRecord<byte[], byte[]>> all(Topic<?> topic) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", config.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(config.names().of(topic)).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  public static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Waits until {@code condition} holds, at most two minutes. */
  public static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(120);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    sender.close();
    producer.close();
  }
}
