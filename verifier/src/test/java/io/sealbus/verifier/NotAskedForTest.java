package io.sealbus.verifier;

import static io.sealbus.verifier.Bench.REGISTRY;
import static io.sealbus.verifier.Bench.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.TestImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that wants what no registry was asked for yet, whenever it comes. */
class NotAskedForTest {
  private static final TestImage APP = TestImage.of("app");
  private static final Duration WHILE = Duration.ofMillis(200);
  private static final String PENDING = "UNDECIDED EVIDENCE_PENDING";

  @TempDir private Path state;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(state);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void policy(String members) {
    String key = bench.key.publicKeyPem().replace("\n", "\\n");
    bench.applyAdmission(
        "p",
        REGISTRY + "/app",
        "{\"name\":\"a\",\"key\":{\"data\":\""
            + key
            + "\",\"hashAlgorithm\":\"sha256\"}"
            + members
            + "}");
    bench.pass(WHILE);
  }

  private void wantsSignatures() {
    policy("");
  }

  private void wantsAttestations() {
    policy(",\"attestations\":[{\"name\":\"b\",\"predicateType\":\"https://p.example\"}]");
  }

  private void wantsBundles() {
    policy(",\"signatureFormat\":\"bundle\"");
  }

  /** As signature-fetcher writes it where policies ask for signatures alone. */
  private void signaturesAreFetched() {
    bench.putEvidence("app", APP, bench.signer.sign(REGISTRY + "/app", APP));
  }

  /** As it writes it once they ask for this, too, and there is none. */
  private void nothingIsAt(AttachmentKind kind) {
    PlaceRecord place =
        PlaceRecord.newBuilder()
            .setKind(kind)
            .setAttachments(List.of())
            .setCompleteness(Completeness.COMPLETE)
            .build();
    EvidenceRecord record =
        EvidenceRecord.newBuilder()
            .setRegistry(REGISTRY)
            .setRepository("app")
            .setDigest(APP.digest())
            .setCompleteness(Completeness.COMPLETE)
            .setPlaces(List.of(place))
            .setContentDigest("content-" + kind)
            .setFetchedAt(Instant.EPOCH)
            .build();
    bench.putRaw(
        TopicCatalogue.EVIDENCE,
        REGISTRY + "/app@" + APP.digest(),
        RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE).encode(record));
  }

  @Test
  void aPolicyThatIsThereFirstWaitsForIt() {
    wantsAttestations();
    signaturesAreFetched();
    bench.put(image("app", "1.0", APP));
    assertThat(bench.code("app:1.0")).isEqualTo(PENDING);

    nothingIsAt(AttachmentKind.ATTESTATION_TAG);
    assertThat(bench.code("app:1.0")).startsWith("DENIED");
  }

  @Test
  void aPolicyThatComesLaterWaitsForIt() {
    signaturesAreFetched();
    bench.put(image("app", "1.0", APP));
    wantsAttestations();
    assertThat(bench.code("app:1.0")).isEqualTo(PENDING);

    wantsBundles();
    assertThat(bench.code("app:1.0")).isEqualTo(PENDING);

    nothingIsAt(AttachmentKind.REFERRER);
    assertThat(bench.code("app:1.0")).startsWith("DENIED");
  }

  @Test
  void aPolicyThatComesToWantMoreWaitsForItAndNoLongerOnceItDoesNot() {
    wantsSignatures();
    signaturesAreFetched();
    bench.put(image("app", "1.0", APP));
    assertThat(bench.code("app:1.0")).startsWith("ALLOWED");

    wantsAttestations();
    assertThat(bench.code("app:1.0")).isEqualTo(PENDING);

    wantsSignatures();
    assertThat(bench.code("app:1.0")).startsWith("ALLOWED");
  }

  @Test
  void aPolicyThatIsWithdrawnWaitsForNothing() {
    bench.applyCluster("app", REGISTRY + "/app");
    signaturesAreFetched();
    bench.put(image("app", "1.0", APP));
    wantsAttestations();
    assertThat(bench.verdict("app:1.0").getDecision().name()).isEqualTo("UNDECIDED");

    bench.applyRaw("policy.sigstore.dev/ClusterImagePolicy//p", null);
    bench.pass(WHILE);

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
  }
}
