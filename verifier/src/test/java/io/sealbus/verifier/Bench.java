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
import io.sealbus.verifier.clients.ThreadClients;
import io.sealbus.verifier.policies.PolicyFeed;
import io.sealbus.verifier.state.StateKey;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.sweep.SweepPace;
import io.sealbus.verifier.sweep.SweepTurns;
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
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
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

  final Facts facts = Facts.ofAtMost(10_000);
  private final PolicyFeed feed;
  private final Path state;
  private final KeyValueBytesStoreSupplier store;
  private long nanoTime;
  private long flushes;

  /** Whether a flush is one that the producer is known to have done. */
  boolean flushesOnDemand = true;

  private final ThreadClients clients =
      new ThreadClients() {
        @Override
        public long flushes() {
          return flushes;
        }

        @Override
        public void flush() {
          flushes += flushesOnDemand ? 1 : 0;
        }

        @Override
        public void hurry() {
          // Nothing lingers here.
        }

        @Override
        public void resumeWithin(long nanos) {
          // The driver moves time.
        }
      };
  private final TopologyTestDriver driver;
  private final Map<String, VerdictRecord> newest = new HashMap<>();
  private final List<IncomingRecord> policies = new ArrayList<>();

  Bench(Path state) {
    this(state, List.of(), VerifierState.onDisk());
  }

  /** With a store that outlives its task, for {@link #stopped}. */
  static Bench outliving(Path state) {
    return new Bench(state, List.of(), new Surviving(new ArrayList<>()));
  }

  private Bench(Path state, List<IncomingRecord> policies, KeyValueBytesStoreSupplier store) {
    this.state = state;
    this.store = store;
    this.policies.addAll(policies);
    feed = new PolicyFeed(CODECS, facts);
    feed.records(this.policies);
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
                    clients,
                    false,
                    new SweepTurns(),
                    new SweepPace(SLICE, 1, () -> nanoTime += NANOS_OF_A_LOOK),
                    "test"),
                store),
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
    long offset = policies.size();
    var record =
        new ConsumerRecord<>(
            "test.policies", 0, offset, policyKey.getBytes(StandardCharsets.UTF_8), value);
    policies.add(new IncomingRecord(TopicCatalogue.POLICIES, 0, offset, policyKey, value, record));
    feed.records(policies.subList((int) offset, policies.size()));
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

  /** Applies a policy of the admission on {@code prefix}, with one authority. */
  long applyAdmission(String name, String prefix, String authority) {
    String spec =
        "{\"images\":[{\"glob\":\"" + prefix + "**\"}],\"authorities\":[" + authority + "]}";
    return applyRecord("policy.sigstore.dev/ClusterImagePolicy//" + name, spec, prefix);
  }

  /** Applies a secret that policies can refer to, with a public key in it. */
  long applySecret(String name, TestKey publicKey) {
    String pem =
        Base64.getEncoder()
            .encodeToString(publicKey.publicKeyPem().getBytes(StandardCharsets.UTF_8));
    return applyRecord(
        "/Secret/cosign-system/" + name, "{\"data\":{\"cosign.pub\":\"" + pem + "\"}}");
  }

  private long applyRecord(String policyKey, String spec, String... scopes) {
    String[] parts = policyKey.split("/", -1);
    PolicyRecord record =
        PolicyRecord.newBuilder()
            .setGroup(parts[0])
            .setVersion("v1beta1")
            .setKind(parts[1])
            .setNamespace(parts[2].isEmpty() ? null : parts[2])
            .setName(parts[3])
            .setScopes(List.of(scopes))
            .setSpec(spec)
            .setDocument("{}")
            .setOrigin("test")
            .setAcceptedAt(START)
            .build();
    return applyRaw(policyKey, CODECS.codec(TopicCatalogue.POLICIES).encode(record));
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

  /** Lets time for one slice pass; what was sent stays in the producer's buffer. */
  void passWithoutFlush() {
    driver.advanceWallClockTime(Duration.ofMillis(5));
  }

  /**
   * A process that starts with the store as it is now, after this one was killed: the policies are
   * replayed, and its input begins anew at offset 0.
   */
  Bench killed() {
    List<KeyValue<Bytes, byte[]>> rows = rows();
    close();
    return new Bench(state, policies, new Surviving(rows));
  }

  /**
   * As {@link #killed()}, where what was noted of verdicts since {@code then} was lost, and the
   * verdicts were not.
   *
   * @param then what {@link #rows()} was
   */
  Bench killedWithVerdictsOf(List<KeyValue<Bytes, byte[]>> then) {
    List<KeyValue<Bytes, byte[]>> rows = rows();
    rows.removeIf(Bench::isOfVerdicts);
    then.stream().filter(Bench::isOfVerdicts).forEach(rows::add);
    close();
    return new Bench(state, policies, new Surviving(rows));
  }

  private static boolean isOfVerdicts(KeyValue<Bytes, byte[]> row) {
    byte kind = row.key.get()[0];
    return kind == StateKey.PUBLISHED.of("").get()[0] || kind == StateKey.PAGE.of("").get()[0];
  }

  /** All that the store holds. */
  List<KeyValue<Bytes, byte[]>> rows() {
    var rows = new ArrayList<KeyValue<Bytes, byte[]>>();
    KeyValueStore<Bytes, byte[]> now = driver.getKeyValueStore(VerifierState.STORE);
    try (KeyValueIterator<Bytes, byte[]> all = now.all()) {
      all.forEachRemaining(rows::add);
    }
    return rows;
  }

  /** A process that starts with the store of this one, which gave up its partition in order. */
  Bench stopped() {
    flushes++;
    close();
    return new Bench(state, policies, store);
  }

  /** The driver deletes what was on disk; this store begins with it. */
  private record Surviving(List<KeyValue<Bytes, byte[]>> rows)
      implements KeyValueBytesStoreSupplier {
    @Override
    public String name() {
      return VerifierState.STORE;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new InMemoryKeyValueStore(VerifierState.STORE) {
        @Override
        public void init(StateStoreContext context, StateStore root) {
          super.init(context, root);
          rows.forEach(row -> put(row.key, row.value));
        }

        @Override
        public void close() {
          rows.clear();
          try (KeyValueIterator<Bytes, byte[]> all = all()) {
            all.forEachRemaining(rows::add);
          }
          super.close();
        }
      };
    }

    @Override
    public String metricsScope() {
      return "surviving";
    }
  }

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
