package io.sealbus.verifier;

import static io.sealbus.verifier.Bench.REGISTRY;
import static io.sealbus.verifier.Bench.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealbus.schemas.CauseKind;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change reaches, what a crash in the midst of it costs, and that it loses nothing. */
class SweepTest {
  private static final TestImage APP = TestImage.of("app");
  private static final Duration WHILE = Duration.ofMillis(200);
  private static final int MANY = 450;

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

  private void manyImages() {
    for (int i = 0; i < MANY; i++) {
      bench.put(image("app", "t%03d".formatted(i), APP));
    }
    bench.putEvidence("app", APP, bench.signer.sign(REGISTRY + "/app", APP));
    bench.pass(WHILE);
    bench.judged();
  }

  private static String byKey(String secret) {
    return "{\"name\":\"a\",\"key\":{\"secretRef\":{\"name\":\""
        + secret
        + "\"},\"hashAlgorithm\":\"sha256\"}}";
  }

  // --- restarts

  @Test
  void goesOnAfterARestartWhereEverythingBeforeHasArrived() {
    manyImages();
    bench.applyCluster("app", REGISTRY + "/app");
    bench.pass(Duration.ofMillis(10));
    bench.passWithoutFlush();
    List<String> before = bench.judged();

    bench = bench.killed();
    bench.pass(WHILE);

    List<String> after = bench.judged();
    assertThat(before).hasSizeBetween(150, MANY - 50);
    Set<String> all = new HashSet<>(before);
    all.addAll(after);
    assertThat(all).hasSize(MANY);
    assertThat(after).as("not from the beginning").hasSizeLessThan(MANY - 50);
    assertThat(bench.code("app:t449")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
    bench.pass(WHILE);
    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void verdictsThatMayHaveBeenLostInACrashAreSentAgain() {
    manyImages();
    bench.applyCluster("app", REGISTRY + "/app");
    bench.passWithoutFlush();
    bench.passWithoutFlush();
    assertThat(bench.judged()).hasSizeBetween(100, MANY - 100);

    bench = bench.killed();
    bench.pass(WHILE);

    assertThat(bench.judged()).hasSize(MANY);
  }

  @Test
  void partitionThatIsGivenUpInOrderIsSweptOnWhereItWas() {
    bench.close();
    bench = Bench.outliving(state);
    manyImages();
    bench.applyCluster("app", REGISTRY + "/app");
    bench.passWithoutFlush();
    bench.passWithoutFlush();
    List<String> all = new ArrayList<>(bench.judged());
    assertThat(all).hasSizeBetween(100, MANY - 100);

    bench = bench.stopped();
    bench.pass(WHILE);

    all.addAll(bench.judged());
    assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
    bench = bench.stopped();
    bench.pass(WHILE);
    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void sweepWhoseLastVerdictsHaveNotArrivedIsNotOver() {
    manyImages();
    bench.applyCluster("app", REGISTRY + "/app");
    for (int i = 0; i < 20; i++) {
      bench.passWithoutFlush();
    }
    assertThat(bench.judged()).hasSize(MANY);

    bench = bench.killed();
    bench.pass(WHILE);

    assertThat(bench.judged()).hasSize(MANY);
    bench = bench.killed();
    bench.pass(WHILE);
    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void policyThatIsTakenBackWhileNobodyRunsIsTakenBackEverywhere() {
    manyImages();
    bench.applyCluster("app", REGISTRY + "/app");
    bench.pass(Duration.ofMillis(10));
    var touched = new ArrayList<>(bench.judged());
    assertThat(touched).hasSizeBetween(100, MANY - 100);

    bench.deleteCluster("app");
    bench = bench.killed();
    bench.pass(WHILE);

    assertThat(bench.judged()).containsAll(touched);
    assertThat(bench.code("app:t000")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");
  }

  @Test
  void policyIsTakenBackWhereTheVerdictArrivedAndWhatWasNotedOfItDidNot() {
    manyImages();
    List<KeyValue<Bytes, byte[]>> then = bench.rows();
    bench.applyCluster("app", REGISTRY + "/app");
    bench.pass(Duration.ofMillis(10));
    var touched = new ArrayList<>(bench.judged());
    assertThat(touched).hasSizeBetween(100, MANY - 100);

    bench.deleteCluster("app");
    bench = bench.killedWithVerdictsOf(then);
    bench.passWithoutFlush();
    bench = bench.killedWithVerdictsOf(then);
    bench.pass(WHILE);

    assertThat(bench.judged()).containsAll(touched);
    assertThat(bench.code("app:t000")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");
    bench.pass(WHILE);
    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void nothingIsPublishedBeforeItIsSafelyNotedThatASweepBegins() {
    manyImages();
    bench.flushesOnDemand = false;
    bench.applyCluster("app", REGISTRY + "/app");
    bench.passWithoutFlush();
    bench.passWithoutFlush();
    assertThat(bench.judged()).isEmpty();

    bench.pass(WHILE);

    assertThat(bench.judged()).hasSize(MANY);
  }

  @Test
  void recordThatIsGivenAgainAfterACrashLeadsToItsVerdictAgain() {
    bench.put(image("app", "1.0", APP));
    assertThat(bench.judged()).hasSize(1);

    bench = bench.killed();
    bench.put(image("app", "1.0", APP));

    assertThat(bench.judged()).containsExactly(REGISTRY + "/app:1.0");
  }

  @Test
  void tombstoneThatMayHaveBeenLostIsSentAgain() {
    bench.put(image("app", "1.0", APP));
    bench.gone(REGISTRY + "/app:1.0");
    assertThat(bench.published()).hasSize(2);

    bench = bench.killed();
    bench.gone(REGISTRY + "/app:1.0");
    assertThat(bench.published()).hasSize(1);

    bench.pass(WHILE);
    bench.gone(REGISTRY + "/app:1.0");
    assertThat(bench.published()).isEmpty();
  }

  @Test
  void factsOutliveARestartAndAreNotFoundOutAgain() {
    manyImages();
    bench.applyCluster("app", REGISTRY + "/app");
    bench.pass(WHILE);
    assertThat(bench.facts.misses()).isPositive();

    bench = bench.killed();
    bench.applyCluster("app", REGISTRY + "/app", REGISTRY + "/more");
    bench.pass(WHILE);

    assertThat(bench.judged()).hasSize(MANY);
    assertThat(bench.facts.hits()).isPositive();
    assertThat(bench.facts.misses()).isZero();
  }

  // --- fresh records in between

  @Test
  void imageThatIsPushedWhileASweepGoesOnIsJudgedAsItIsThen() {
    manyImages();
    TestImage other = TestImage.of("other");
    bench.applyCluster("app", REGISTRY + "/app");
    bench.passWithoutFlush();
    bench.passWithoutFlush();
    assertThat(bench.judged()).hasSizeBetween(50, MANY - 100);

    bench.put(image("app", "t448", other));
    bench.put(image("app", "t4485", other));
    bench.gone(REGISTRY + "/app:t449");
    bench.pass(WHILE);

    assertThat(bench.verdict("app:t448").getDigest()).isEqualTo(other.digest());
    assertThat(bench.verdict("app:t4485").getDigest()).isEqualTo(other.digest());
    assertThatExceptionOfType(NullPointerException.class)
        .as("taken back for good")
        .isThrownBy(() -> bench.verdict("app:t449"));
  }

  // --- reach

  @Test
  void policyThatSaysTheSameAsBeforeReachesNothing() {
    bench.applyCluster("app", REGISTRY + "/app");
    manyImages();

    bench.applyCluster("app", REGISTRY + "/app");
    bench.pass(WHILE);

    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void secretReachesTheImagesOfThePoliciesThatReferToIt() {
    TestKey other = TestKey.of(TestKey.Kind.P256, "other");
    bench.applySecret("signer", other);
    bench.applySecret("unused", other);
    bench.applyAdmission("own", REGISTRY + "/app", byKey("signer"));
    bench.applyAdmission(
        "rest", REGISTRY + "/tool", "{\"name\":\"b\",\"static\":{\"action\":\"pass\"}}");
    for (String repository : List.of("app", "tool")) {
      bench.putEvidence(repository, APP, bench.signer.sign(REGISTRY + "/" + repository, APP));
      bench.put(image(repository, "1.0", APP));
    }
    bench.pass(WHILE);
    bench.judged();
    assertThat(bench.code("app:1.0")).startsWith("DENIED");

    bench.applySecret("unused", bench.key);
    bench.pass(WHILE);
    assertThat(bench.judged()).isEmpty();
    bench.applySecret("signer", bench.key);
    bench.pass(WHILE);

    assertThat(bench.judged()).containsExactly(REGISTRY + "/app:1.0");
    assertThat(bench.code("app:1.0")).startsWith("ALLOWED");
    assertThat(bench.verdict("app:1.0").getCause().getKind()).isEqualTo(CauseKind.POLICY_CHANGED);
    assertThat(bench.verdict("app:1.0").getCause().getSubjects())
        .containsExactly("/Secret/cosign-system/signer");
  }

  @Test
  void admissionPolicyReachesWhatItsGlobsBeginWith() {
    bench.put(image("app", "1.0", APP));
    bench.put(image("tool", "1.0", APP));
    bench.applyAdmission(
        "own", REGISTRY + "/app", "{\"name\":\"b\",\"static\":{\"action\":\"pass\"}}");
    bench.pass(WHILE);
    bench.judged();

    bench.applyAdmission(
        "own",
        REGISTRY + "/app",
        "{\"name\":\"b\",\"static\":{\"action\":\"fail\",\"message\":\"no\"}}");
    bench.pass(WHILE);

    assertThat(bench.judged()).containsExactly(REGISTRY + "/app:1.0");
  }
}
