package io.sealbus.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import io.sealbus.standalone.client.Reads;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static Fleet fleet;
  private Ledger<VerdictRecord> verdicts;

  @BeforeAll
  static void start(@TempDir Path directory) {
    fleet = Fleet.start(directory);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void follow() {
    verdicts = Ledger.ofVerdicts(fleet.bus());
  }

  @AfterEach
  void everyVerdictStandsOnceAndInOrder() {
    fleet.registry.clearFaults();
    Ledger.assertOrderly(verdicts);
    verdicts.close();
  }

  @Test
  void allowsWhatIsSignedByThePolicysKey() throws InterruptedException {
    fleet.apply("signed", "signed");
    Repository repository = fleet.repository("signed/app");
    TestImage image = TestImage.of("signed");

    fleet.signer.signAndAttach(repository, "1.0", image);
    image.pushTo(repository, "1.0");

    VerdictRecord verdict = awaitDecision("signed/app:1.0", Decision.ALLOWED);
    assertThat(code(verdict)).isEqualTo("SIGNATURE_ACCEPTED");
    assertThat(verdict.getDigest()).isEqualTo(image.digest());
    awaitOverHttp("signed/app:1.0", "ALLOWED");
  }

  @Test
  void writesTheFilesOfNodesWhenAPolicyIsApplied() throws InterruptedException {
    try (var files = Ledger.<NodeFileRecord>of(fleet.bus(), TopicCatalogue.NODE_FILES)) {
      fleet.apply("rendered", "rendered/by-policy");

      NodeFileRecord policyJson =
          files.awaitNewest(
              "/etc/containers/policy.json",
              file ->
                  UTF_8
                      .decode(file.getContent().duplicate())
                      .toString()
                      .contains(Fleet.HOST + "/rendered/by-policy"));
      assertThat(policyJson.getPolicyVersion()).isNotNegative();
    }
  }

  @Test
  void deniesWhatIsNotSignedAndAllowsItOnceItIs() throws InterruptedException {
    fleet.apply("later", "later");
    Repository repository = fleet.repository("later/app");
    TestImage image = TestImage.of("later");
    image.pushTo(repository, "1.0");
    assertThat(code(awaitDecision("later/app:1.0", Decision.DENIED))).isEqualTo("NO_SIGNATURE");

    fleet.signer.signAndAttach(repository, "1.0", image);

    assertThat(code(awaitDecision("later/app:1.0", Decision.ALLOWED)))
        .isEqualTo("SIGNATURE_ACCEPTED");
  }

  @Test
  void makesOnlyTheVerdictsAnewThatAPolicyTouches() throws InterruptedException {
    fleet.apply("touched", "touched");
    fleet.apply("untouched", "untouched");
    TestImage.of("touched").pushTo(fleet.repository("touched/app"), "1.0");
    TestImage.of("untouched").pushTo(fleet.repository("untouched/app"), "1.0");
    awaitDecision("touched/app:1.0", Decision.DENIED);
    awaitDecision("untouched/app:1.0", Decision.DENIED);
    int before = verdicts.of(Fleet.HOST + "/untouched/app:1.0").size();

    fleet.deletePolicy("touched");

    assertThat(code(awaitDecision("touched/app:1.0", Decision.ALLOWED)))
        .isEqualTo("ACCEPTED_WITHOUT_SIGNATURE_CHECK");
    assertThat(verdicts.of(Fleet.HOST + "/untouched/app:1.0")).hasSize(before);
  }

  @Test
  void followsATagThatMoves() throws InterruptedException {
    fleet.apply("moving", "moving");
    Repository repository = fleet.repository("moving/app");
    TestImage first = TestImage.of("first");
    fleet.signer.signAndAttach(repository, "1.0", first);
    first.pushTo(repository, "1.0");
    awaitDecision("moving/app:1.0", Decision.ALLOWED);

    TestImage second = TestImage.of("second");
    second.pushTo(repository, "1.0");

    VerdictRecord verdict = awaitDecision("moving/app:1.0", Decision.DENIED);
    assertThat(verdict.getDigest()).isEqualTo(second.digest());
  }

  @Test
  void saysUndecidedWhileTheRegistryIsAwayAndRecoversByItself() throws InterruptedException {
    fleet.apply("away", "away");
    Repository repository = fleet.repository("away/app");
    TestImage image = TestImage.of("away");
    fleet.signer.signAndAttach(repository, "1.0", image);
    fleet.registry.inject(
        Fault.at(Fleet.HOST, "/v2/away/app/manifests/" + SignatureManifest.tagOf(image.digest()))
            .answer(503, "busy"));
    image.pushTo(repository, "1.0");
    VerdictRecord undecided =
        verdicts.awaitNewest(
            Fleet.HOST + "/away/app:1.0",
            v -> v.getDecision() == Decision.UNDECIDED && code(v).equals("REGISTRY_BUSY"));
    assertThat(undecided.getDecision()).isEqualTo(Decision.UNDECIDED);

    fleet.registry.clearFaults();

    awaitDecision("away/app:1.0", Decision.ALLOWED);
  }

  @Test
  void goesOnAfterWhatCannotBeUsed() throws Exception {
    try (var letters = Ledger.<DeadLetterRecord>of(fleet.bus(), TopicCatalogue.DEAD_LETTERS)) {
      assertThat(notifyWith("{not json")).isEqualTo(202);
      letters.awaitAny(entry -> entry.value() != null);
    }
    var broken = new Documents("broken", "kind: ClusterImagePolicy\n".getBytes());
    assertThatThrownBy(() -> new Policies(fleet.server()).apply(List.of(broken)))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isEqualTo("INVALID"));

    TestImage.of("after").pushTo(fleet.repository("after/app"), "1.0");

    awaitDecision("after/app:1.0", Decision.ALLOWED);
  }

  @Test
  void losesAndDoublesNothingWhenServicesStopInTheMiddle() throws InterruptedException {
    fleet.apply("stopped", "stopped");
    for (int i = 0; i < 20; i++) {
      TestImage.of("before " + i).pushTo(fleet.repository("stopped/app" + i), "1.0");
    }

    fleet.stopServices();
    for (int i = 20; i < 30; i++) {
      TestImage.of("during " + i).pushTo(fleet.repository("stopped/app" + i), "1.0");
    }
    fleet.startServicesAgain();

    for (int i = 0; i < 30; i++) {
      assertThat(code(awaitDecision("stopped/app" + i + ":1.0", Decision.DENIED)))
          .isEqualTo("NO_SIGNATURE");
    }
  }

  private VerdictRecord awaitDecision(String reference, Decision decision)
      throws InterruptedException {
    return verdicts.awaitNewest(
        Fleet.HOST + "/" + reference, verdict -> verdict.getDecision() == decision);
  }

  private static void awaitOverHttp(String reference, String decision) throws InterruptedException {
    var reads = new Reads(fleet.server());
    long end = System.nanoTime() + 30_000_000_000L;
    String image = Fleet.HOST + "/" + reference;
    while (true) {
      JsonNode answer = answer(reads, image);
      if (answer.path(0).path("decision").asText().equals(decision)) {
        return;
      }
      assertThat(System.nanoTime()).as(answer.toString()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static JsonNode answer(Reads reads, String image) {
    try {
      return reads.verdicts(image, List.of());
    } catch (CommandException notYet) {
      return MissingNode.getInstance();
    }
  }

  private static String code(VerdictRecord verdict) {
    return verdict.getReasons().isEmpty() ? "" : verdict.getReasons().getFirst().getCode();
  }

  private static int notifyWith(String body) throws Exception {
    URI target = fleet.server().base().resolve("/v1/webhooks/distribution/test");
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Authorization", "Bearer " + Fleet.SECRET)
            .header("Content-Type", "application/vnd.docker.distribution.events.v2+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
