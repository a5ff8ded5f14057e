package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.ResultRecord;
import io.sealbus.schemas.SingleObjectCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.verdict.PolicyVersion;
import io.sealbus.verification.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against Avro's own encoding of the same records. */
class VerdictEncodingTest {
  private static final RecordCodec<VerdictRecord> CODEC =
      new SingleObjectCodec<>(TopicCatalogue.VERDICTS);
  private static final VerdictEncoding.Versions VERSIONS =
      new VerdictEncoding.Versions(7, 1L << 40, -1);
  private static final Instant NOW = Instant.ofEpochMilli(1_795_000_000_123L);
  private static final String REFERENCE = "registry.example.com/app:1";

  private final VerdictEncoding encoding = new VerdictEncoding(CODEC, "1.2.3");
  private final Random random = new Random(20261126);

  private static ImageRecord image(@Nullable String tag) {
    return ImageRecord.newBuilder()
        .setRegistry("registry.example.com")
        .setRepository("app")
        .setTag(tag)
        .setDigest(tag == null ? null : Digest.sha256(tag).text())
        .setObservedAt(NOW)
        .build();
  }

  private static CauseRecord cause(int subjects) {
    return new CauseRecord(
        CauseKind.POLICY_CHANGED, IntStream.range(0, subjects).mapToObj(i -> "p" + i).toList());
  }

  @Test
  void writesWhatAvroWrites() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Verdict verdict = verdict();
      String tag = random.nextBoolean() ? null : text();
      CauseRecord cause = cause(random.nextInt(4));

      VerdictEncoding.Encoded encoded =
          encoding.encode(REFERENCE, image(tag), verdict, VERSIONS, cause, NOW);

      VerdictRecord read = CODEC.decode(encoded.value());
      assertThat(CODEC.encode(read)).isEqualTo(encoded.value());
      assertThat(read.getId()).isEqualTo(new String(encoded.id().hex(), StandardCharsets.US_ASCII));
      assertThat(read.getId()).isEqualTo(idOf(read));
      assertThat(said(read)).isEqualTo(said(verdict));
      assertThat(read.getTag()).isEqualTo(tag);
      assertThat(read.getCause()).isEqualTo(cause);
    }
  }

  /** Sha-256 over the record without what the id is not over. */
  private static String idOf(VerdictRecord record) throws Exception {
    var said =
        VerdictRecord.newBuilder(record)
            .setId("")
            .setCause(new CauseRecord(CauseKind.UNKNOWN, List.of()))
            .setPolicyVersion(-1)
            .setImageVersion(-1)
            .setEvidenceVersion(-1)
            .setDecidedAt(Instant.EPOCH)
            .build();
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(CODEC.encode(said)));
  }

  @Test
  void idsAreThoseOfEveryEarlierVersion() {
    var verdict =
        new Verdict(
            Decision.ALLOWED,
            List.of(Reason.of(ReasonCode.SIGNATURE_ACCEPTED, "accepted")),
            List.of(),
            List.of(),
            null);

    VerdictId id = encoding.encode(REFERENCE, image("1"), verdict, VERSIONS, cause(1), NOW).id();

    assertThat(new String(id.hex(), StandardCharsets.US_ASCII))
        .isEqualTo("33ed96d5ac49bd51ab1f1a87b7f2e34cc3d50028eb309741a56477a9bca6b9d7");
  }

  static Stream<Verdict> beyondBounds() {
    Reason reason = Reason.of(ReasonCode.DIGEST_MISMATCH, "é".repeat(2_000));
    List<Reason> reasons = IntStream.range(0, 40).mapToObj(i -> reason).toList();
    var result =
        new Verdict.Result(
            Verdict.View.NODE,
            null,
            null,
            null,
            null,
            null,
            "",
            Decision.DENIED,
            List.of(),
            reasons,
            List.of(),
            null);
    return Stream.of(1, 100)
        .map(results ->
            new Verdict(
                Decision.DENIED,
                reasons,
                IntStream.range(0, results).mapToObj(i -> result).toList(),
                List.of(),
                NOW));
  }

  @ParameterizedTest
  @MethodSource
  void beyondBounds(Verdict verdict) throws Exception {
    VerdictEncoding.Encoded encoded =
        encoding.encode(REFERENCE, image("1"), verdict, VERSIONS, cause(40), NOW);

    VerdictRecord read = CODEC.decode(encoded.value());
    boolean cut = verdict.results().size() > 1;
    assertThat(encoded.value().length).isLessThan(768 * 1024);
    assertThat(CODEC.encode(read)).isEqualTo(encoded.value());
    assertThat(read.getId()).isEqualTo(idOf(read));
    assertThat(read.getResults()).hasSize(cut ? 0 : 1);
    assertThat(read.getReasons()).hasSize(cut ? 33 : 32);
    assertThat(read.getReasons().getLast().getCode())
        .isEqualTo(cut ? "RESULTS_CUT" : "DIGEST_MISMATCH");
    assertThat(read.getReasons().getFirst().getMessage()).hasSize(1024);
    assertThat(read.getCause().getSubjects()).hasSize(32);
  }

  // --- what is said, as text

  private static String said(VerdictRecord record) {
    var text = new StringBuilder();
    text.append(record.getDecision())
        .append(record.getReasons().stream().map(VerdictEncodingTest::said).toList());
    for (ResultRecord one : record.getResults()) {
      text.append(one.getView())
          .append(one.getNamespace())
          .append(one.getPlatform())
          .append(one.getLocation())
          .append(one.getDigest())
          .append(one.getEvidenceDigest())
          .append(one.getScope())
          .append(one.getDecision());
      one.getPolicies()
          .forEach(p ->
              text.append(p.getPolicy())
                  .append(p.getVersion())
                  .append(p.getDecision())
                  .append(p.getReasons().stream().map(VerdictEncodingTest::said).toList()));
      text.append(one.getReasons().stream().map(VerdictEncodingTest::said).toList())
          .append(one.getNotes().stream().map(VerdictEncodingTest::said).toList());
    }
    record
        .getNamespaces()
        .forEach(n ->
            text.append(n.getNamespace())
                .append(n.getDecision())
                .append(n.getReasons().stream().map(VerdictEncodingTest::said).toList()));
    return text.append(record.getValidUntil()).toString();
  }

  private static String said(ReasonRecord reason) {
    return reason.getCode() + reason.getMessage() + reason.getSignature();
  }

  private static String said(Verdict verdict) {
    var text = new StringBuilder();
    text.append(verdict.decision())
        .append(verdict.reasons().stream().map(VerdictEncodingTest::said).toList());
    for (Verdict.Result one : verdict.results()) {
      text.append(one.view())
          .append(one.namespace())
          .append(one.platform())
          .append(one.location())
          .append(one.digest())
          .append(one.evidenceDigest())
          .append(one.scope())
          .append(one.decision());
      one.policies()
          .forEach(p ->
              text.append(p.policy().policy())
                  .append(p.policy().version())
                  .append(p.decision())
                  .append(p.reasons().stream().map(VerdictEncodingTest::said).toList()));
      text.append(one.reasons().stream().map(VerdictEncodingTest::said).toList())
          .append(one.notes().stream().map(VerdictEncodingTest::said).toList());
    }
    verdict
        .namespaces()
        .forEach(n ->
            text.append(n.namespace())
                .append(n.decision())
                .append(n.reasons().stream().map(VerdictEncodingTest::said).toList()));
    return text.append(verdict.validUntil()).toString();
  }

  private static String said(Reason reason) {
    return reason.code() + reason.message() + reason.signature();
  }

  // --- any verdict

  private Verdict verdict() {
    return new Verdict(
        decision(), reasons(), some(this::result), some(this::namespace), orNull(this::instant));
  }

  private Verdict.Result result() {
    return new Verdict.Result(
        random.nextBoolean() ? Verdict.View.NODE : Verdict.View.ADMISSION,
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        orNull(this::digest),
        orNull(this::text),
        text(),
        decision(),
        some(this::policy),
        reasons(),
        reasons(),
        orNull(this::instant));
  }

  private Verdict.PolicyResult policy() {
    var key = new ResourceKey("config.openshift.io", "ImagePolicy", "team", "p");
    return new Verdict.PolicyResult(
        new PolicyVersion(key, random.nextLong() >> random.nextInt(64)), decision(), reasons());
  }

  private Verdict.NamespaceDecision namespace() {
    return new Verdict.NamespaceDecision(text(), decision(), reasons());
  }

  private List<Reason> reasons() {
    return some(this::reason);
  }

  private Reason reason() {
    ReasonCode[] codes = ReasonCode.values();
    return new Reason(codes[random.nextInt(codes.length)], text(), orNull(this::digest));
  }

  private Decision decision() {
    return Decision.values()[random.nextInt(Decision.values().length)];
  }

  private Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(-1L << 40, 1L << 42));
  }

  private Digest digest() {
    return Digest.sha256(text());
  }

  private String text() {
    String[] texts = {"", "a", "é", "\uD83D\uDD11", "0123456789".repeat(7), "x".repeat(200), "\0"};
    return texts[random.nextInt(texts.length)];
  }

  private <T> List<T> some(Supplier<T> one) {
    var list = new ArrayList<T>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(one.get());
    }
    return list;
  }

  private <T> @Nullable T orNull(Supplier<T> one) {
    return random.nextBoolean() ? null : one.get();
  }
}
