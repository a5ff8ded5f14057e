package io.sealbus.verifier;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Pushable;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.facts.Facts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology without a broker; time is moved by hand. */
final class Bench implements AutoCloseable {
  static final String REGISTRY = "registry.example.com";
  private static final RecordCodecs CODECS = RecordCodecs.singleObject();
  private static final TopicNames NAMES = TopicNames.under("test");
  /** So that a slice holds a hundred images. */
  private static final Duration SLICE = Duration.ofNanos(100);

  private static final long NANOS_OF_A_LOOK = 1;
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  final TestKey key = TestKey.of(TestKey.Kind.P256, "verifier");
  final TestSigner signer = TestSigner.with(key);

  private final Facts facts = Facts.ofAtMost(10_000);
  private final PolicyFeed feed = new PolicyFeed(CODECS, facts);
  private long nanoTime;
  private long flushes;
  private final TopologyTestDriver driver;
  private final Map<String, VerdictRecord> newest = new HashMap<>();
  private long policyOffset;

  Bench(Path state) {
    feed.caughtUp();
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver =
        new TopologyTestDriver(
            VerifierTopology.build(
                new VerifierTask.Shared(
                    NAMES,
                    CODECS,
                    feed::snapshot,
                    facts,
                    1_000,
                    () -> flushes,
                    new SweepPace(SLICE, () -> nanoTime += NANOS_OF_A_LOOK),
                    "test")),
            settings,
            START);
  }

  // --- policies

  /** Applies a policy; its version is the offset. */
  long apply(String kind, String namespace, String name, String spec, String... scopes) {
    PolicyRecord policy =
        PolicyRecord.newBuilder()
            .setGroup("config.openshift.io")
            .setVersion("v1")
            .setKind(kind)
            .setNamespace(namespace.isEmpty() ? null : namespace)
            .setName(name)
            .setScopes(List.of(scopes))
            .setSpec(spec)
            .setDocument("{}")
            .setOrigin("test")
            .setAcceptedAt(START)
            .build();
    byte[] value = CODECS.codec(TopicCatalogue.POLICIES).encode(policy);
    return applyRaw("config.openshift.io/" + kind + "/" + namespace + "/" + name, value);
  }

  long applyRaw(String policyKey, byte[] value) {
    long offset = policyOffset++;
    var record =
        new ConsumerRecord<>(
            "test.policies", 0, offset, policyKey.getBytes(StandardCharsets.UTF_8), value);
    feed.records(
        List.of(new IncomingRecord(TopicCatalogue.POLICIES, 0, offset, policyKey, value, record)));
    return offset;
  }

  /** A cluster policy on {@code scopes} with the bench's key. */
  long applyCluster(String name, String... scopes) {
    return apply("ClusterImagePolicy", "", name, spec(key, "MatchRepository", scopes), scopes);
  }

  static String spec(TestKey key, String identity, String... scopes) {
    String keyData =
        Base64.getEncoder().encodeToString(key.publicKeyPem().getBytes(StandardCharsets.UTF_8));
    String quoted = String.join(",", Arrays.stream(scopes).map(s -> "\"" + s + "\"").toList());
    return "{\"scopes\":["
        + quoted
        + "],\"policy\":{\"rootOfTrust\":{\"policyType\":\"PublicKey\",\"publicKey\":{\"keyData\":\""
        + keyData
        + "\"}},\"signedIdentity\":{\"matchPolicy\":\""
        + identity
        + "\"}}}";
  }

  /** Applies one of the platform's own resources, or a policy, as a JSON document. */
  long applyDocument(String policyKey, String spec, String document) {
    String[] key = policyKey.split("/", -1);
    PolicyRecord record =
        PolicyRecord.newBuilder()
            .setGroup(key[0])
            .setVersion(key[0].startsWith("operator.") ? "v1alpha1" : "v1")
            .setKind(key[1])
            .setNamespace(key[2].isEmpty() ? null : key[2])
            .setName(key[3])
            .setSpec(spec)
            .setDocument(document)
            .setOrigin("test")
            .setAcceptedAt(START)
            .build();
    return applyRaw(policyKey, CODECS.codec(TopicCatalogue.POLICIES).encode(record));
  }

  void deleteCluster(String name) {
    applyRaw("config.openshift.io/ClusterImagePolicy//" + name, null);
  }

  // --- images and evidence

  static ImageRecord.Builder image(String repository, String tag, Pushable image) {
    return ImageRecord.newBuilder()
        .setRegistry(REGISTRY)
        .setRepository(repository)
        .setTag(tag)
        .setDigest(image.digest())
        .setMediaType(Content.OCI_MANIFEST)
        .setEvent("event-" + tag)
        .setObservedAt(START);
  }

  static ImageRecord.Builder index(String repository, String tag, Pushable... instances) {
    var platforms = new ArrayList<PlatformRecord>();
    for (Pushable instance : instances) {
      platforms.add(new PlatformRecord("linux/p" + platforms.size(), instance.digest()));
    }
    return image(repository, tag, instances[0])
        .setDigest("sha256:" + "9".repeat(64))
        .setMediaType(Content.OCI_INDEX)
        .setPlatforms(platforms);
  }

  static ImageRecord.Builder unresolved(String repository, String tag, String code) {
    return ImageRecord.newBuilder()
        .setRegistry(REGISTRY)
        .setRepository(repository)
        .setTag(tag)
        .setObservedAt(START)
        .setFailure(new FetchFailure(code, "on purpose", 1, START.plusSeconds(60)));
  }

  void put(ImageRecord.Builder image) {
    ImageRecord record = image.build();
    String reference = REGISTRY + "/" + record.getRepository() + ":" + record.getTag();
    input(TopicCatalogue.IMAGES)
        .pipeInput(reference, CODECS.codec(TopicCatalogue.IMAGES).encode(record));
  }

  void gone(String reference) {
    input(TopicCatalogue.IMAGES).pipeInput(reference, (byte[]) null);
  }

  void putRaw(Topic<?> topic, String recordKey, byte[] value) {
    input(topic).pipeInput(recordKey, value);
  }

  void putEvidence(String repository, Pushable image, TestSignature... signatures) {
    var attachments = new ArrayList<AttachmentRecord>();
    for (TestSignature signature : signatures) {
      Content payload = signature.payload();
      attachments.add(
          AttachmentRecord.newBuilder()
              .setKind(AttachmentKind.SIGNATURE_TAG)
              .setMediaType(payload.mediaType())
              .setDigest(payload.digest())
              .setSize(payload.bytes().length)
              .setBytes(ByteBuffer.wrap(payload.bytes()))
              .setAnnotations(signature.annotations())
              .build());
    }
    putEvidence(
        evidence(repository, image)
            .setAttachments(attachments)
            .setCompleteness(Completeness.COMPLETE)
            .setContentDigest("content-" + attachments.hashCode()));
  }

  void failEvidence(String repository, Pushable image, String code) {
    putEvidence(
        evidence(repository, image)
            .setCompleteness(Completeness.FAILED)
            .setContentDigest("failed")
            .setFailure(new FetchFailure(code, "on purpose", 3, START.plusSeconds(60))));
  }

  private static EvidenceRecord.Builder evidence(String repository, Pushable image) {
    return EvidenceRecord.newBuilder()
        .setRegistry(REGISTRY)
        .setRepository(repository)
        .setDigest(image.digest())
        .setFetchedAt(START);
  }

  private void putEvidence(EvidenceRecord.Builder evidence) {
    EvidenceRecord record = evidence.build();
    input(TopicCatalogue.EVIDENCE)
        .pipeInput(
            REGISTRY + "/" + record.getRepository() + "@" + record.getDigest(),
            CODECS.codec(TopicCatalogue.EVIDENCE).encode(record));
  }

  private TestInputTopic<String, byte[]> input(Topic<?> topic) {
    return driver.createInputTopic(
        NAMES.of(topic), new StringSerializer(), new ByteArraySerializer());
  }

  // --- what comes out

  /** Lets {@code duration} pass; sweeps go on meanwhile. */
  void pass(Duration duration) {
    // The driver runs a punctuation once for each advance, however far it goes.
    for (long step = 0; step < duration.toMillis(); step += 5) {
      driver.advanceWallClockTime(Duration.ofMillis(5));
      flushes++;
    }
  }

  /** Verdicts since the last call, in their order; a tombstone is null. */
  List<TestRecord<String, byte[]>> published() {
    return driver
        .createOutputTopic(
            NAMES.of(TopicCatalogue.VERDICTS),
            new StringDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** References whose verdicts were published since the last call. */
  List<String> judged() {
    var references = new ArrayList<String>();
    for (TestRecord<String, byte[]> record : published()) {
      references.add(record.key());
      if (record.value() == null) {
        newest.remove(record.key());
      } else {
        newest.put(record.key(), decode(TopicCatalogue.VERDICTS, record.value()));
      }
    }
    return references;
  }

  /** The newest verdict on {@code repository:tag}. */
  VerdictRecord verdict(String repositoryAndTag) {
    judged();
    return Objects.requireNonNull(newest.get(REGISTRY + "/" + repositoryAndTag), "no verdict");
  }

  String code(String repositoryAndTag) {
    VerdictRecord verdict = verdict(repositoryAndTag);
    return verdict.getDecision() + " " + verdict.getReasons().get(0).getCode();
  }

  List<DeadLetterRecord> deadLetters() {
    return driver
        .createOutputTopic(
            NAMES.of(TopicCatalogue.DEAD_LETTERS),
            new StringDeserializer(),
            new ByteArrayDeserializer())
        .readValuesToList()
        .stream()
        .map(bytes -> decode(TopicCatalogue.DEAD_LETTERS, bytes))
        .toList();
  }

  private static <V extends SpecificRecord> V decode(Topic<V> topic, byte[] bytes) {
    try {
      return CODECS.codec(topic).decode(bytes);
    } catch (UndecodableRecordException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
