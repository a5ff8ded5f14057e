package io.sealbus.verifier;

import static io.sealbus.verifier.Bench.REGISTRY;
import static io.sealbus.verifier.Bench.image;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verifier.records.EvidenceRow;
import io.sealbus.verifier.state.StateKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
  private static final TestImage APP = TestImage.of("app");
  private static final String IMAGE = "config.openshift.io/Image//cluster";
  private static final Duration WHILE = Duration.ofMillis(200);

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

  private TestSignature signature(String repository, TestImage image) {
    return bench.signer.sign(REGISTRY + "/" + repository, image);
  }

  @Test
  void signedImageIsAllowedAndItsUnsignedTwinDenied() {
    long version = bench.applyCluster("app", REGISTRY + "/app");
    bench.putEvidence("app", APP, signature("app", APP));
    bench.put(image("app", "1.0", APP));
    TestImage twin = TestImage.of("twin");
    bench.putEvidence("app", twin);
    bench.put(image("app", "2.0", twin));

    VerdictRecord allowed = bench.verdict("app:1.0");
    assertThat(allowed.getDecision()).isEqualTo(Decision.ALLOWED);
    assertThat(allowed.getPolicyVersion()).isEqualTo(version);
    assertThat(allowed.getDigest()).isEqualTo(APP.digest());
    assertThat(allowed.getCause().getKind()).isEqualTo(CauseKind.IMAGE_CHANGED);
    assertThat(allowed.getCause().getSubjects()).containsExactly("event-1.0");
    assertThat(allowed.getResults())
        .singleElement()
        .satisfies(result -> {
          assertThat(result.getScope()).isEqualTo(REGISTRY + "/app");
          assertThat(result.getPolicies().get(0).getPolicy())
              .isEqualTo("config.openshift.io/ClusterImagePolicy//app");
          assertThat(result.getPolicies().get(0).getVersion()).isEqualTo(version);
        });
    assertThat(bench.code("app:2.0")).isEqualTo("DENIED NO_SIGNATURE");
  }

  @Test
  void imageWhoseSignaturesAreNotFetchedYetIsUndecidedAndThenDecided() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.put(image("app", "1.0", APP));
    assertThat(bench.code("app:1.0")).isEqualTo("UNDECIDED EVIDENCE_PENDING");

    bench.putEvidence("app", APP, signature("app", APP));

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
    assertThat(bench.verdict("app:1.0").getCause().getKind()).isEqualTo(CauseKind.EVIDENCE_CHANGED);
  }

  @Test
  void evidenceIsKeptWithTheFingerprintsThatWereComputedWhenItCame() {
    bench.putEvidence("app", APP, signature("app", APP));

    assertThat(bench.rows())
        .filteredOn(row -> row.key.get()[0] == StateKey.EVIDENCE.of("").get()[0])
        .singleElement()
        .satisfies(row -> assertThat(EvidenceRow.of(row.value).fingerprints()).isEqualTo(1));
  }

  @Test
  void signatureTakenAwayTakesThePassAway() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.putEvidence("app", APP, signature("app", APP));
    bench.put(image("app", "1.0", APP));
    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");

    bench.putEvidence("app", APP);

    assertThat(bench.code("app:1.0")).isEqualTo("DENIED NO_SIGNATURE");
  }

  @Test
  void registryThatFailsIsUndecidedAndNeverAPass() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.failEvidence("app", APP, "REGISTRY_ERROR");
    bench.put(image("app", "1.0", APP));
    bench.put(Bench.unresolved("app", "2.0", "REGISTRY_ERROR"));

    assertThat(bench.code("app:1.0")).isEqualTo("UNDECIDED REGISTRY_ERROR");
    assertThat(bench.code("app:2.0")).isEqualTo("UNDECIDED REGISTRY_ERROR");
  }

  @Test
  void aFailureWhoseCodeWouldPassOrDenyIsStillUndecided() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.failEvidence("app", APP, "SIGNATURE_ACCEPTED");
    bench.put(image("app", "1.0", APP));
    bench.put(Bench.unresolved("app", "2.0", "NO_SUCH_CODE"));

    assertThat(bench.code("app:1.0")).isEqualTo("UNDECIDED REGISTRY_ERROR");
    assertThat(bench.code("app:2.0")).isEqualTo("UNDECIDED REGISTRY_ERROR");
  }

  @Test
  void imageThatNoPolicyGovernsIsAllowedAndSaysWhy() {
    bench.failEvidence("app", APP, "REGISTRY_ERROR");
    bench.put(image("app", "1.0", APP));

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");
  }

  @Test
  void policyChangeIsCarriedToWhatItTouchesAndToNothingElse() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.applyCluster("other", REGISTRY + "/other");
    for (String repository : new String[] {"app", "app-two", "other"}) {
      bench.putEvidence(repository, APP, signature(repository, APP));
      bench.put(image(repository, "1.0", APP));
    }
    bench.pass(WHILE);
    bench.judged();

    bench.deleteCluster("app");
    bench.pass(WHILE);

    assertThat(bench.judged()).containsExactly(REGISTRY + "/app:1.0");
    VerdictRecord verdict = bench.verdict("app:1.0");
    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");
    assertThat(verdict.getCause().getKind()).isEqualTo(CauseKind.POLICY_CHANGED);
    assertThat(verdict.getCause().getSubjects())
        .containsExactly("config.openshift.io/ClusterImagePolicy//app");
  }

  @Test
  void broaderPolicyDoesNotTouchWhatAMoreSpecificOneGoverns() {
    bench.applyCluster("specific", REGISTRY + "/team/app");
    for (String repository : new String[] {"team/app", "team/tool"}) {
      bench.putEvidence(repository, APP, signature(repository, APP));
      bench.put(image(repository, "1.0", APP));
    }
    bench.pass(WHILE);
    bench.judged();

    bench.applyCluster("broad", REGISTRY);
    bench.pass(WHILE);

    assertThat(bench.judged()).containsExactly(REGISTRY + "/team/tool:1.0");
  }

  @Test
  void wildcardPolicyReachesEveryHostItNames() {
    bench.put(image("app", "1.0", APP));
    bench.putEvidence("app", APP);
    bench.pass(WHILE);
    bench.judged();

    bench.applyCluster("wildcard", "*.example.com");
    bench.pass(WHILE);

    assertThat(bench.code("app:1.0")).isEqualTo("DENIED NO_SIGNATURE");
  }

  @Test
  void aSweepOfManyImagesReachesEachOnceWhileFreshRecordsComeInBetween() {
    for (int i = 0; i < 450; i++) {
      bench.put(image("app", "t" + i, APP));
    }
    bench.putEvidence("app", APP, signature("app", APP));
    bench.pass(WHILE);
    bench.judged();

    bench.applyCluster("app", REGISTRY + "/app");
    bench.pass(Duration.ofMillis(5));
    bench.put(image("app", "fresh", APP));
    int before = bench.judged().size();
    assertThat(before).isBetween(2, 400);
    assertThat(bench.code("app:fresh")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
    bench.pass(WHILE);

    assertThat(before + bench.judged().size()).isEqualTo(451);
    assertThat(bench.code("app:t449")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
  }

  @Test
  void sayingTheSameAgainPublishesNothing() {
    bench.applyCluster("app", REGISTRY + "/app");
    TestSignature signature = signature("app", APP);
    bench.putEvidence("app", APP, signature);
    bench.put(image("app", "1.0", APP));
    assertThat(bench.judged()).hasSize(1);

    bench.put(image("app", "1.0", APP));
    bench.putEvidence("app", APP, signature);
    bench.applyCluster("unrelated", REGISTRY + "/unrelated");
    bench.pass(WHILE);

    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void imageThatIsGoneTakesItsVerdictAlong() {
    bench.put(image("app", "1.0", APP));
    bench.judged();

    bench.gone(REGISTRY + "/app:1.0");
    bench.gone(REGISTRY + "/never-seen:1.0");

    assertThat(bench.published())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.key()).isEqualTo(REGISTRY + "/app:1.0");
          assertThat(record.value()).isNull();
        });
    bench.putEvidence("app", APP);
    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void movedTagRestsOnItsNewManifestOnly() {
    bench.applyCluster("app", REGISTRY + "/app");
    TestImage other = TestImage.of("other");
    bench.putEvidence("app", APP, signature("app", APP));
    bench.putEvidence("app", other);
    bench.put(image("app", "1.0", APP));
    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");

    bench.put(image("app", "1.0", other));

    assertThat(bench.code("app:1.0")).isEqualTo("DENIED NO_SIGNATURE");
    bench.putEvidence("app", APP);
    assertThat(bench.judged()).isEmpty();
  }

  @Test
  void poisonBecomesADeadLetterAndOthersGoOn() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.putRaw(TopicCatalogue.IMAGES, REGISTRY + "/app:bad", "poison".getBytes(UTF_8));
    bench.putRaw(
        TopicCatalogue.EVIDENCE, REGISTRY + "/app@sha256:bad", new byte[] {(byte) 0xC3, 1});
    bench.put(image("app", "1.0", APP));
    bench.putEvidence("app", APP, signature("app", APP));

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
    assertThat(bench.deadLetters())
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter.getCode()).isEqualTo("UNDECODABLE_RECORD"));
  }

  @Test
  void keyThatIsNoReferenceIsUndecided() {
    bench.putRaw(
        TopicCatalogue.IMAGES,
        REGISTRY + "/UPPER:1.0",
        RecordCodecs.singleObject()
            .codec(TopicCatalogue.IMAGES)
            .encode(image("UPPER", "1.0", APP).build()));

    assertThat(bench.code("UPPER:1.0")).isEqualTo("UNDECIDED REFERENCE_INVALID");
  }

  @Test
  void policyRecordThatCannotBeReadHoldsEveryDecisionThatIsMadeAfresh() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.putEvidence("app", APP);
    bench.put(image("app", "1.0", APP));
    assertThat(bench.code("app:1.0")).isEqualTo("DENIED NO_SIGNATURE");

    bench.applyRaw("config.openshift.io/ClusterImagePolicy//app", "poison".getBytes(UTF_8));
    bench.pass(WHILE);

    assertThat(bench.code("app:1.0"))
        .as("the last that was known stays")
        .isEqualTo("DENIED NO_SIGNATURE");
  }

  private static String registries(String lists) {
    return "{\"apiVersion\":\"config.openshift.io/v1\",\"kind\":\"Image\",\"metadata\":{\"name\":"
        + "\"cluster\"},\"spec\":{\"registrySources\":"
        + lists
        + "}}";
  }

  @Test
  void blockedRegistryIsCarriedToEveryImageOfIt() {
    bench.put(image("app", "1.0", APP));
    bench.putEvidence("app", APP);
    bench.pass(WHILE);
    bench.judged();

    bench.applyDocument(IMAGE, "{}", registries("{\"blockedRegistries\":[\"" + REGISTRY + "\"]}"));
    bench.pass(WHILE);

    assertThat(bench.code("app:1.0")).isEqualTo("DENIED REJECTED_BY_POLICY");
    assertThat(bench.verdict("app:1.0").getCause().getSubjects()).containsExactly(IMAGE);

    bench.applyRaw(IMAGE, null);
    bench.pass(WHILE);

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");
  }

  @Test
  void allowedRegistriesRefuseTheRest() {
    bench.applyDocument(
        IMAGE, "{}", registries("{\"allowedRegistries\":[\"quay.io\",\"" + REGISTRY + "/app\"]}"));
    bench.put(image("app", "1.0", APP));
    bench.put(image("other", "1.0", APP));

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");
    assertThat(bench.code("other:1.0")).isEqualTo("DENIED REJECTED_BY_POLICY");
  }

  @Test
  void whatIsWithheldFromNodesDecidesNothing() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.putEvidence("app", APP, signature("app", APP));
    bench.put(image("app", "1.0", APP));
    bench.put(image("other", "1.0", APP));
    bench.pass(WHILE);
    bench.judged();

    // Refuses the release, and everything else that is not allowed: nodes do not get it.
    String lists = "{\"allowedRegistries\":[\"" + REGISTRY + "/app\"]}";
    bench.applyDocument(IMAGE, "{}", registries(lists));
    bench.pass(WHILE);

    assertThat(bench.judged()).isEmpty();
    assertThat(bench.code("other:1.0")).isEqualTo("ALLOWED ACCEPTED_WITHOUT_SIGNATURE_CHECK");

    String confirmation = Digest.sha256("{\"registrySources\":" + lists + "}").text();
    bench.applyDocument(
        IMAGE,
        "{}",
        registries(lists)
            .replace(
                "\"name\":\"cluster\"",
                "\"name\":\"cluster\",\"annotations\":{\"sealbus.io/confirm-release-impact\":\""
                    + confirmation
                    + "\"}"));
    bench.pass(WHILE);

    assertThat(bench.code("other:1.0")).isEqualTo("DENIED REJECTED_BY_POLICY");
    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
  }

  @Test
  void everyInstanceOfAnIndexMustHold() {
    bench.applyCluster("app", REGISTRY + "/app");
    TestImage second = TestImage.of("second");
    bench.putEvidence("app", APP, signature("app", APP));
    bench.putEvidence("app", second);
    bench.put(Bench.index("app", "1.0", APP, second));
    assertThat(bench.code("app:1.0")).isEqualTo("DENIED NO_SIGNATURE");
    assertThat(bench.verdict("app:1.0").getResults())
        .extracting(r -> r.getPlatform() + " " + r.getDecision())
        .containsExactly("linux/p0 ALLOWED", "linux/p1 DENIED");

    bench.putEvidence("app", second, signature("app", second));

    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
  }

  @Test
  void indexWithoutRunnableInstanceIsUndecided() {
    bench.applyCluster("app", REGISTRY + "/app");
    bench.put(Bench.index("app", "1.0", APP).setPlatforms(List.of()));

    assertThat(bench.code("app:1.0")).isEqualTo("UNDECIDED PLATFORM_NOT_FOUND");
  }

  @Test
  void namespaceWithItsOwnPolicyHasItsOwnDecision() {
    String scope = REGISTRY + "/app";
    TestKey other = TestKey.of(TestKey.Kind.P256, "other");
    bench.apply("ImagePolicy", "team-a", "own", Bench.spec(other, "MatchRepository", scope), scope);
    bench.putEvidence("app", APP, signature("app", APP));
    bench.put(image("app", "1.0", APP));

    VerdictRecord verdict = bench.verdict("app:1.0");

    assertThat(verdict.getDecision()).isEqualTo(Decision.ALLOWED);
    assertThat(verdict.getNamespaces())
        .extracting(NamespaceResultRecord::getNamespace, NamespaceResultRecord::getDecision)
        .containsExactly(tuple("team-a", Decision.DENIED));
    assertThat(verdict.getNamespaces().get(0).getReasons().get(0).getCode())
        .isEqualTo("KEY_MISMATCH");
  }

  @Test
  void clusterPolicyOnTheSameScopeSilencesTheNamespace() {
    String scope = REGISTRY + "/app";
    TestKey other = TestKey.of(TestKey.Kind.P256, "other");
    bench.apply("ImagePolicy", "team-a", "own", Bench.spec(other, "MatchRepository", scope), scope);
    bench.put(image("app", "1.0", APP));
    bench.putEvidence("app", APP, signature("app", APP));

    bench.applyCluster("app", scope);
    bench.pass(WHILE);

    assertThat(bench.verdict("app:1.0").getNamespaces()).isEmpty();
    assertThat(bench.code("app:1.0")).isEqualTo("ALLOWED SIGNATURE_ACCEPTED");
  }

  @Test
  void plainCosignIdentityIsRefusedByTheDefaultAndTheReasonSaysWhatToDo() {
    String scope = REGISTRY + "/app";
    bench.apply(
        "ClusterImagePolicy",
        "",
        "app",
        Bench.spec(bench.key, "MatchRepoDigestOrExact", scope),
        scope);
    bench.putEvidence("app", APP, signature("app", APP));
    bench.put(image("app", "1.0", APP));

    assertThat(bench.code("app:1.0")).isEqualTo("DENIED IDENTITY_MISMATCH");
    assertThat(bench.verdict("app:1.0").getReasons().get(0).getMessage())
        .contains(scope)
        .contains("bare repository")
        .contains("MatchRepository");
  }
}
