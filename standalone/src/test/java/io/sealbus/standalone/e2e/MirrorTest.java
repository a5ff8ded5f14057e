package io.sealbus.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.Decision;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.ResultRecord;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that pulls from a mirror: what was signed where it was built, and mirrored without its
 * signature, is refused by each node that reaches the mirror.
 */
class MirrorTest {
  private static final String MIRROR = "mirror.example.test";

  private static TestRegistry mirror;
  private static Fleet fleet;
  private Ledger<VerdictRecord> verdicts;

  @BeforeAll
  static void start(@TempDir Path directory) {
    mirror = TestRegistry.start();
    fleet =
        Fleet.start(
            directory,
            Map.of(
                "fetcher.registries",
                MIRROR,
                "fetcher.registry.addresses",
                MIRROR + "=" + mirror.endpointOf(MIRROR),
                "fetcher.registry.plain-http",
                MIRROR,
                "fetcher.webhook.secrets",
                "mirror=" + Fleet.SECRET,
                "fetcher.webhook.registries",
                "mirror=" + MIRROR));
    mirror.notify(
        Webhook.to(fleet.address().resolve("/v1/webhooks/distribution/mirror"))
            .header("Authorization", "Bearer " + Fleet.SECRET)
            .retryDelay(Duration.ofMillis(200)));
    fleet.apply("team", "team");
    new Policies(fleet.server()).apply(List.of(new Documents("mirrors", MIRRORS.getBytes(UTF_8))));
  }

  @AfterAll
  static void stop() {
    fleet.close();
    mirror.close();
  }

  @BeforeEach
  void follow() {
    verdicts = Ledger.ofVerdicts(fleet.bus());
  }

  @AfterEach
  void noVerdictStandsTwiceInARow() {
    Ledger.assertOrderlyThereAndBack(verdicts);
    verdicts.close();
  }

  @Test
  void a23DeniesWhatTheMirrorLacksTheSignatureOfUntilItIsCopied() throws InterruptedException {
    // Given
    Repository source = fleet.repository("team/app");
    Repository copy = mirror.host(MIRROR).repository("copy/app");
    TestImage image = TestImage.of("mirrored");
    TestSignature signature = fleet.signer.sign(source.reference() + ":1.0", image);
    image.pushTo(copy, "1.0");

    // When
    SignatureManifest.of(signature).pushTo(source, image.digest());
    image.pushTo(source, "1.0");

    // Then
    String byDigest = Fleet.HOST + "/team/app@" + image.digest();
    VerdictRecord lacking = await(byDigest, at(Decision.DENIED));
    assertThat(lacking.getDecision()).isEqualTo(Decision.DENIED);
    assertThat(lacking.getReasons())
        .extracting(ReasonRecord::getCode)
        .containsExactly("MIRROR_LACKS_SIGNATURE");
    String tag = image.digest().replace(':', '-') + ".sig";
    assertThat(lacking.getReasons().getFirst().getMessage())
        .endsWith(
            "skopeo copy --preserve-digests docker://%s/team/app:%s docker://%s/copy/app:%s"
                .formatted(Fleet.HOST, tag, MIRROR, tag));
    assertThat(lacking.getResults())
        .filteredOn(result -> result.getLocation() == null)
        .extracting(ResultRecord::getDecision)
        .containsExactly(Decision.ALLOWED);
    // The set is for digests: by tag, nodes go to the source alone.
    assertThat(await(Fleet.HOST + "/team/app:1.0", v -> true).getResults())
        .extracting(ResultRecord::getLocation)
        .containsOnlyNulls();

    // When
    SignatureManifest.of(signature).pushTo(copy, image.digest());

    // Then
    VerdictRecord complete = await(byDigest, at(Decision.ALLOWED));
    assertThat(complete.getDecision()).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void goesOnToTheSourceWhereTheMirrorDoesNotHaveTheImage() throws InterruptedException {
    TestImage image = TestImage.of("not mirrored");
    fleet.signer.signAndAttach(fleet.repository("team/other"), "1.0", image);
    image.pushTo(fleet.repository("team/other"), "1.0");

    VerdictRecord verdict =
        await(
            Fleet.HOST + "/team/other@" + image.digest(), v -> v.getDecision() == Decision.ALLOWED);
    assertThat(verdict.getResults())
        .flatExtracting(ResultRecord::getNotes)
        .extracting(ReasonRecord::getCode)
        .containsExactly("MIRROR_LACKS_IMAGE");
  }

  private VerdictRecord await(String reference, Predicate<VerdictRecord> until)
      throws InterruptedException {
    return verdicts.awaitNewest(reference, until);
  }

  private static Predicate<VerdictRecord> at(Decision decision) {
    return verdict ->
        verdict.getResults().stream()
            .anyMatch(result ->
                (MIRROR + "/copy/app").equals(result.getLocation())
                    && result.getDecision() == decision);
  }

  private static final String MIRRORS =
      """
      apiVersion: config.openshift.io/v1
      kind: ImageDigestMirrorSet
      metadata: {name: mirrors}
      spec:
        imageDigestMirrors:
        - source: %s/team
          mirrors: [%s/copy]
      """
          .formatted(Fleet.HOST, MIRROR);
}
