package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.ConditionRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.FakeApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service on a broker. Each test has a prefix of its own. */
final class PolicyIngestServiceTest {
  private static final List<ServiceDefinition> SERVICES = List.of(PolicyIngestService.DEFINITION);
  private static final String P = "config.openshift.io/ClusterImagePolicy//p";
  private static final String Q = "config.openshift.io/ClusterImagePolicy//q";

  @TempDir private static Path shared;
  private static EmbeddedBroker broker;

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(shared.resolve("broker")));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private ServiceHost host(String prefix, Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("bus.bootstrap.servers", broker.bootstrapServers());
    settings.put("bus.prefix", prefix);
    settings.put("http.port", "0");
    settings.put("state.directory", directory.resolve("state").toString());
    return ServiceHost.start(
        SERVICES,
        Configuration.of(settings, ServiceHost.keys(SERVICES)),
        InstantSource.system(),
        step -> {});
  }

  private HttpResponse<String> send(ServiceHost host, String method, String path, String body) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
              .header("Content-Type", "application/yaml")
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonObject list(ServiceHost host) {
    return new JsonObject(send(host, "GET", "/v1/policies", "").body());
  }

  private static List<String> keys(JsonObject list) {
    return list.getJsonArray("items").stream().map(i -> ((JsonObject) i).getString("key")).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> topic(String prefix) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partition = new TopicPartition(prefix + ".policies", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void writesToTheTopicInOrderAndReadsItsOwnWrites() throws Exception {
    try (ServiceHost host = host("order", Map.of())) {
      // When
      var posted =
          send(
              host,
              "POST",
              "/v1/policies",
              Policies.yaml(
                  Policies.cluster("q", "example.com/a"), Policies.cluster("p", "example.com/a")));
      List<String> read = keys(list(host));
      var deleted =
          send(host, "DELETE", "/v1/policies/config.openshift.io/ClusterImagePolicy/q", "");

      // Then
      assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
      assertThat(read).containsExactly(P, Q);
      assertThat(deleted.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(deleted.body()).getLong("policyVersion")).isEqualTo(2);
      var records = topic("order");
      assertThat(records).extracting(r -> text(r.key())).containsExactly(Q, P, Q);
      assertThat(records.get(2).value()).isNull();
      var policy =
          RecordCodecs.singleObject().codec(TopicCatalogue.POLICIES).decode(records.get(1).value());
      assertThat(policy.getScopes()).containsExactly("example.com/a");
      JsonArray answers = new JsonObject(posted.body()).getJsonArray("policies");
      assertThat(answers.getJsonObject(1).getLong("policyVersion"))
          .isEqualTo(records.get(1).offset());
    }
  }

  @Test
  void knowsAfterARestartWhatStands() {
    try (ServiceHost host = host("restart", Map.of())) {
      send(host, "POST", "/v1/policies", Policies.cluster("p", "example.com/a"));
      send(host, "POST", "/v1/policies", Policies.cluster("p", "example.com/b"));
    }

    try (ServiceHost host = host("restart", Map.of())) {
      var same = send(host, "POST", "/v1/policies", Policies.cluster("p", "example.com/b"));
      var other = send(host, "POST", "/v1/policies", Policies.cluster("p", "example.com/c"));

      assertThat(same.body()).contains("\"unchanged\"");
      assertThat(other.body()).contains("\"generation\":3");
      assertThat(topic("restart")).hasSize(3);
    }
  }

  @Test
  void decidesConcurrentWritesOfOnePolicyOneAfterTheOther() {
    try (ServiceHost host = host("concurrent", Map.of())) {
      // When
      var answers =
          IntStream.range(0, 30)
              .parallel()
              .mapToObj(i ->
                  send(
                      host,
                      "PUT",
                      "/v1/policies/config.openshift.io/ClusterImagePolicy/p",
                      Policies.cluster("p", "example.com/" + i)))
              .map(r -> new JsonObject(r.body()).getLong("generation"))
              .toList();

      // Then
      assertThat(answers).doesNotHaveDuplicates().hasSize(30);
      assertThat(answers).allSatisfy(g -> assertThat(g).isBetween(1L, 30L));
    }
  }

  @Test
  void skipsForeignRecordsThatAreNoPolicy() throws Exception {
    try (ServiceHost host = host("foreign", Map.of())) {
      send(host, "POST", "/v1/policies", Policies.cluster("p", "example.com/a"));
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        for (String key : List.of(P, Q, "no key")) {
          producer
              .send(
                  new ProducerRecord<>(
                      "foreign.policies", Policies.bytes(key), Policies.bytes("rubbish")))
              .get();
        }
      }
      await(() -> list(host).getLong("policyVersion") == 3);

      assertThat(keys(list(host))).containsExactly(P);
      assertThat(send(host, "POST", "/v1/policies", Policies.cluster("p", "example.com/a")).body())
          .contains("\"configured\"");
      assertThat(send(host, "GET", "/health/ready", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void followsItsDirectoryAndTellsOfWhatItCannotUse() throws Exception {
    Path policies = Files.createDirectories(directory.resolve("policies"));
    Files.writeString(policies.resolve("a.yaml"), Policies.cluster("p", "example.com/a"));
    Files.writeString(policies.resolve("b.yaml"), "a: [");
    var settings =
        Map.of(
            "ingest.directory", policies.toString(),
            "ingest.directory.poll", "PT0.1S",
            "ingest.tokens", "secret");

    try (ServiceHost host = host("directory", settings)) {
      await(() -> send(host, "GET", "/health/ready", "").statusCode() == 200);
      assertThat(keys(list(host))).containsExactly(P);
      await(() -> send(host, "GET", "/health/ready", "").body().contains("b.yaml: documents[0]"));
      var report = new JsonObject(send(host, "GET", "/health/ready", "").body());
      assertThat(report.getBoolean("ready")).isTrue();
      assertThat(report.getJsonObject("findings").getJsonArray("policy-ingest.directory"))
          .hasSize(1);
      assertThat(send(host, "GET", "/metrics", "").body())
          .contains("sealbus_ingest_directory_faults 1.0")
          .contains("sealbus_ingest_refused_total{code=\"SYNTAX\"} 1.0");

      Files.writeString(policies.resolve("b.yaml"), Policies.cluster("q", "example.com/a"));
      await(() -> keys(list(host)).contains(Q));
      Files.delete(policies.resolve("a.yaml"));
      await(() -> keys(list(host)).equals(List.of(Q)));
      assertThat(send(host, "GET", "/health/ready", "").body()).doesNotContain("findings");
      assertThat(send(host, "POST", "/v1/policies", "").statusCode()).isEqualTo(401);
    }
    assertThat(topic("directory")).hasSize(3);
  }

  @Test
  void followsAClusterAndWritesConditionsBackToIt() throws Exception {
    String path = "/apis/config.openshift.io/v1/clusterimagepolicies";
    try (var api = FakeApiServer.serving(path)) {
      api.put(path, Policies.cluster("p", "example.com/a"));
      var settings =
          Map.of(
              "ingest.kubernetes",
              "true",
              "ingest.kubernetes.kubeconfig",
              api.kubeconfig(directory).toString());

      try (ServiceHost host = host("cluster", settings)) {
        await(() -> send(host, "GET", "/health/ready", "").statusCode() == 200);
        assertThat(keys(list(host))).containsExactly(P);
        await(() -> api.watches() == 1);
        assertThat(
                send(host, "DELETE", "/v1/policies/config.openshift.io/ClusterImagePolicy/p", "")
                    .body())
            .contains("OWNED_BY_CLUSTER");

        var condition =
            new ConditionRecord("Pending", "False", "ConflictScopes", "why", 1L, Instant.EPOCH);
        tell("cluster.policy-status", new PolicyStatusRecord(P, List.of(condition), List.of(), 1L));
        await(() -> api.patches().size() == 1);

        api.delete(path, "p");
        await(() -> keys(list(host)).isEmpty());
      }
    }
  }

  private static void tell(String topic, PolicyStatusRecord status) throws Exception {
    byte[] value = RecordCodecs.singleObject().codec(TopicCatalogue.POLICY_STATUS).encode(status);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, Policies.bytes(status.getPolicy()), value)).get();
    }
  }
}
