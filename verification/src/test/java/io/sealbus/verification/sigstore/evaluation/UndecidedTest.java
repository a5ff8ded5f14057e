package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.Decision.ALLOWED;
import static io.sealbus.verification.Decision.DENIED;
import static io.sealbus.verification.Decision.UNDECIDED;
import static io.sealbus.verification.Decision.WARNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What could not be found out is neither a yes nor a no. */
class UndecidedTest {
  private static final TestKey KEY = TestKey.of(TestKey.Kind.P256, "key");
  private static final String AUTHORITY =
      "{name: a, key: {data: \"" + KEY.publicKeyPem().replace("\n", "\\n") + "\"}}";
  private static final String ATTESTED =
      AUTHORITY.replace("{name: a,", "{name: b, attestations: [{name: x, predicateType: custom}],");
  private static final String PASS = "{name: s, static: {action: pass}}";
  private static final String FAIL = "{name: f, static: {action: fail}}";
  private static final Evidence BUSY =
      new Evidence.Unavailable(Reason.of(ReasonCode.REGISTRY_BUSY, "busy"));

  private static Scene signed() {
    return new Scene()
        .signatures(TestSigner.with(KEY).sign("registry.example.com/acme/app:1.0", Scene.IMAGE));
  }

  @Test
  void evidenceThatCouldNotBeHadDecidesNothing() {
    Scene scene = new Scene().authorities(AUTHORITY).evidence(Place.SIGNATURES, BUSY);
    SigstoreEvaluation evaluation = scene.evaluate(Profile.AS_WRITTEN);
    assertThat(evaluation.decision()).isEqualTo(UNDECIDED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.REGISTRY_BUSY);
  }

  @Test
  void placeThatNobodyLookedAtIsNotEmpty() {
    SigstoreEvaluation evaluation = new Scene().authorities(AUTHORITY).evaluate(Profile.AS_WRITTEN);
    assertThat(evaluation.decision()).isEqualTo(UNDECIDED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.EVIDENCE_PENDING);
  }

  @Test
  void whatNodesCannotReadMayBeReadForAdmission() {
    Evidence unreadable =
        new Evidence.Unavailable(
            Reason.of(ReasonCode.ATTACHMENT_INVALID, "a manifest of Docker's"));
    Evidence signatures = signed().evidence().at(Place.SIGNATURES);
    Scene scene = new Scene().authorities(AUTHORITY).evidence(Place.SIGNATURES, unreadable);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(UNDECIDED);
    scene.evidence(Place.signaturesOf("registry.example.com/acme/other"), signatures);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(UNDECIDED);
    scene.evidence(Place.signaturesOf("registry.example.com/acme/app"), signatures);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(ALLOWED);
    assertThat(scene.evaluate(Profile.REFERENCE).decision()).isEqualTo(ALLOWED);
  }

  @Test
  void anotherAuthorityThatHoldsSuffices() {
    Scene scene = signed().authorities(ATTESTED, AUTHORITY).evidence(Place.ATTESTATIONS, BUSY);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(ALLOWED);
  }

  @Test
  void anotherAuthorityThatDoesNotHoldLeavesItOpen() {
    Scene scene = new Scene().authorities(FAIL, AUTHORITY).evidence(Place.SIGNATURES, BUSY);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(UNDECIDED);
  }

  @Test
  void staticPassNeedsNoEvidence() {
    assertThat(new Scene().authorities(PASS).evaluate(Profile.AS_WRITTEN).decision())
        .isEqualTo(ALLOWED);
  }

  @Test
  void anotherPolicyThatRefusesIsANo() {
    Scene scene =
        new Scene()
            .with(Scene.policy("open", AUTHORITY))
            .with(Scene.policy("refusing", FAIL))
            .evidence(Place.SIGNATURES, BUSY);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(DENIED);
  }

  @Test
  void policyThatOnlyWarnsRefusesNothing() {
    Scene scene =
        new Scene()
            .with(Scene.policy("w", AUTHORITY).replace("images:", "mode: warn, images:"))
            .evidence(Place.SIGNATURES, BUSY);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(WARNED);
  }

  @Test
  void policyOverAuthoritiesWaitsForAllOfThem() {
    String policy = "policy: {type: cue, data: 'authorityMatches: {}'}, images:";
    Scene scene =
        signed()
            .with(Scene.policy("p", AUTHORITY, ATTESTED).replace("images:", policy))
            .evidence(Place.ATTESTATIONS, BUSY);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(UNDECIDED);
  }

  @Test
  void policyThatLooksIntoTheWorkloadNeedsOne() {
    String policy = "policy: {type: cue, includeSpec: true, data: 'spec: replicas: 3'}, images:";
    Scene scene = new Scene().with(Scene.policy("p", PASS).replace("images:", policy));
    SigstoreEvaluation evaluation = scene.evaluate(Profile.AS_WRITTEN);
    assertThat(evaluation.decision()).isEqualTo(UNDECIDED);
    assertThat(evaluation.reason().code()).isEqualTo(ReasonCode.WORKLOAD_UNKNOWN);
  }

  @Test
  void policyForSomeWorkloadsIsTakenToBeForThisOne() {
    Scene scene =
        new Scene()
            .with(
                Scene.policy("p", FAIL)
                    .replace(
                        "images:",
                        "match: [{group: apps, version: v1, resource: deployments}], images:"));
    SigstoreEvaluation evaluation = scene.evaluate(Profile.AS_WRITTEN);
    assertThat(evaluation.decision()).isEqualTo(DENIED);
    assertThat(evaluation.notes())
        .extracting(Reason::code)
        .containsExactly(ReasonCode.WORKLOAD_ASSUMED);
  }

  @Test
  void tagThatCannotBeResolvedIsLeftOpen() {
    ImageName tagged = ImageName.parse("registry.example.com/acme/app:1.0").orElseThrow();
    Reason why = Reason.of(ReasonCode.REGISTRY_TIMEOUT, "slow");
    CompiledSigstorePolicies policies =
        new Scene().authorities(PASS, AUTHORITY).compile(Profile.AS_WRITTEN);
    assertThat(policies.unresolved(tagged, why, null).decision()).isEqualTo(ALLOWED);
    CompiledSigstorePolicies signed =
        new Scene().authorities(AUTHORITY).compile(Profile.AS_WRITTEN);
    assertThat(signed.unresolved(tagged, why, null).reason()).isEqualTo(why);
  }

  @Test
  void referrersThatCouldNotBeHadLeaveItOpenUnlessTheTagHolds() {
    Scene scene =
        signed()
            .configured(Map.of("enable-oci11", "true"))
            .authorities(AUTHORITY)
            .evidence(Place.REFERRERS, BUSY);
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(ALLOWED);
    assertThat(scene.signatures().evaluate(Profile.AS_WRITTEN).decision()).isEqualTo(UNDECIDED);
  }
}
