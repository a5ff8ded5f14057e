package io.sealbus.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.ResultRecord;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.schemas.View;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestSigstore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example that Sealbus began with, a vendor's page on images signed with a Sigstore of one's
 * own: a keyless authority without a CT log, a timestamp authority, and a TrustRoot with both
 * chains. The documents are as written there but for the placeholders.
 */
class FoundingExampleTest {
  private static final Identity SIGNER =
      new Identity("https://auth.chainguard.dev/", "foo@example.com");
  private static final Instant SINCE = Instant.parse("2022-07-15T00:00:00Z");
  private static final TestSigstore SIGSTORE = TestSigstore.of("enforce", SINCE);

  private static Fleet fleet;
  private Ledger<VerdictRecord> verdicts;

  @BeforeAll
  static void start(@TempDir Path directory) {
    fleet = Fleet.start(directory);
    apply("policy", POLICY.formatted(Fleet.HOST));
    trust(SIGSTORE);
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
  void noVerdictStandsTwiceInARowAndAllAreInOrder() {
    Ledger.assertOrderlyThereAndBack(verdicts);
    verdicts.close();
  }

  @Test
  void allowsWhatTheNamedIdentityHasSignedInTime() throws InterruptedException {
    pushSigned("image/signed");

    assertThat(codes(await("image/signed", Decision.ALLOWED))).contains("SIGNATURE_ACCEPTED");
  }

  @Test
  void deniesWhatIsNotSigned() throws InterruptedException {
    TestImage.of("unsigned").pushTo(fleet.repository("image/unsigned"), "1.0");

    assertThat(codes(await("image/unsigned", Decision.DENIED))).contains("NO_SIGNATURES");
  }

  @Test
  void deniesWhatSomebodyElseHasSigned() throws InterruptedException {
    Repository repository = fleet.repository("image/other");
    TestImage image = TestImage.of("other");
    var other = new Identity(SIGNER.issuer(), "bar@example.com");
    SIGSTORE.signer(other, Instant.now()).attachSignature(repository, "1.0", image);

    image.pushTo(repository, "1.0");

    assertThat(codes(await("image/other", Decision.DENIED))).contains("IDENTITY_MISMATCH");
  }

  /** The certificate is valid still, so the controller lets in what has no timestamp. */
  @Test
  void deniesWhatHasNoTimestampAndSaysThatTheControllerWouldNot() throws InterruptedException {
    Repository repository = fleet.repository("image/timeless");
    TestImage image = TestImage.of("timeless");
    var signature =
        SIGSTORE
            .signer(SIGNER, Instant.now())
            .signWithoutTimestamp(repository.reference() + ":1.0", image);
    SignatureManifest.of(signature).pushTo(repository, image.digest());

    image.pushTo(repository, "1.0");

    ResultRecord admission = await("image/timeless", Decision.DENIED);
    assertThat(codes(admission)).contains("TIMESTAMP_MISSING");
    assertThat(admission.getNotes())
        .extracting(ReasonRecord::getCode)
        .contains("REFERENCE_WOULD_ALLOW");
  }

  @Test
  void flipsExactlyWhatTheTrustRootIsTheTrustOf() throws InterruptedException {
    apply("keyed", keyPolicy());
    pushSigned("image/flipped");
    TestImage keyed = TestImage.of("keyed");
    fleet.signer.signAndAttach(fleet.repository("keyed/app"), "1.0", keyed);
    keyed.pushTo(fleet.repository("keyed/app"), "1.0");
    await("image/flipped", Decision.ALLOWED);
    await("keyed/app", Decision.ALLOWED);
    int before = verdicts.of(Fleet.HOST + "/keyed/app:1.0").size();

    trust(TestSigstore.of("another", SINCE));
    await("image/flipped", Decision.DENIED);
    trust(SIGSTORE);
    await("image/flipped", Decision.ALLOWED);

    assertThat(verdicts.of(Fleet.HOST + "/keyed/app:1.0")).hasSize(before);
  }

  private static void pushSigned(String name) {
    Repository repository = fleet.repository(name);
    TestImage image = TestImage.of(name);
    SIGSTORE.signer(SIGNER, SINCE).attachSignature(repository, "1.0", image);
    image.pushTo(repository, "1.0");
  }

  private ResultRecord await(String name, Decision decision) throws InterruptedException {
    VerdictRecord verdict =
        verdicts.awaitNewest(
            Fleet.HOST + "/" + name + ":1.0",
            v -> admission(v).anyMatch(result -> result.getDecision() == decision));
    assertThat(verdict.getDecision()).isEqualTo(decision);
    return admission(verdict).findFirst().orElseThrow();
  }

  private static Stream<ResultRecord> admission(VerdictRecord verdict) {
    return verdict.getResults().stream().filter(result -> result.getView() == View.ADMISSION);
  }

  private static List<String> codes(ResultRecord admission) {
    return admission.getPolicies().stream()
        .flatMap(policy -> policy.getReasons().stream())
        .map(ReasonRecord::getCode)
        .toList();
  }

  private static void trust(TestSigstore sigstore) {
    JsonNode keys = sigstore.trustRoot("my-sigstore-keys").at("/spec/sigstoreKeys");
    apply(
        "trust",
        TRUST_ROOT.formatted(
            keys.at("/certificateAuthorities/0/certChain").asText(),
            keys.at("/timestampAuthorities/0/certChain").asText()));
  }

  private static String keyPolicy() {
    return """
    apiVersion: policy.sigstore.dev/v1beta1
    kind: ClusterImagePolicy
    metadata:
      name: keyed
    spec:
      images:
      - glob: %s/keyed/*
      authorities:
      - key:
          data: |
    %s
    """
        .formatted(Fleet.HOST, fleet.signer.key().publicKeyPem().indent(8));
  }

  private static void apply(String name, String text) {
    new Policies(fleet.server()).apply(List.of(new Documents(name, text.getBytes(UTF_8))));
  }

  /** With the glob as an image can match it: names are matched with their registry. */
  private static final String POLICY =
      """
      apiVersion: policy.sigstore.dev/v1beta1
      kind: ClusterImagePolicy
      metadata:
        name: enforce-signed-keyless
      spec:
        images:
        - glob: %s/image/*
        authorities:
        - keyless:
            trustRootRef: my-sigstore-keys
            url: https://enforce.example.test
            identities:
              - issuer: 'https://auth.chainguard.dev/'
                subject: 'foo@example.com'
            insecureIgnoreSCT: true # In Enforce Signing, there isn't any proof of inclusion in a certificate transparency log.
          rfc3161timestamp:
            trustRootRef: my-sigstore-keys
      """;

  private static final String TRUST_ROOT =
      """
      apiVersion: policy.sigstore.dev/v1alpha1
      kind: TrustRoot
      metadata:
        name: my-sigstore-keys
      spec:
        sigstoreKeys:
          certificateAuthorities:
          - subject:
              organization: my-organization
              commonName: my-common-name
            uri: https://enforce.example.test
            certChain: |-
              %s
          timestampAuthorities:
          - subject:
              organization: chainguard.dev
              commonName: chainguard-tsa
            uri: https://tsa.enforce.dev
            certChain: |-
               %s
      """;
}
