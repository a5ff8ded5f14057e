package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sealbus.testkit.SigstoreAdmissionCase;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SoundnessTest {
  private static Outcome outcome(SigstoreAdmissionCase given, Strictness strictness) {
    return Policies.admission(strictness, ControllerConfiguration.of(given.config()).orElseThrow())
        .admit(Policies.resource(given.document()));
  }

  @Test
  void refusesOfTheReferencesCasesWhatCanNeverWork() {
    Map<String, FindingCode> refused = new TreeMap<>();
    Path directory =
        Path.of(System.getProperty("sealbus.root", ".."), "vectors", "admission-sigstore");
    for (SigstoreAdmissionCase given : SigstoreAdmissionCase.readAll(directory)) {
      Outcome sound = outcome(given, Strictness.SOUND);
      if (given.valid() && sound instanceof Outcome.Rejected rejected) {
        refused.put(given.name(), rejected.findings().getFirst().code());
      }
      if (!given.valid() && !given.name().equals("invalid-attestation-policy-type")) {
        assertThat(sound).as(given.name()).isInstanceOf(Outcome.Rejected.class);
      }
    }

    assertThat(refused)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "tr-valid-earlier-error-overwritten",
                FindingCode.REQUIRED,
                "tr-valid-no-authorities-error-overwritten",
                FindingCode.MISSING_ONE_OF,
                "tr-valid-ca-chain-garbage",
                FindingCode.UNUSABLE_MATERIAL,
                "valid-kms-aws-arn",
                FindingCode.KMS_NOT_SUPPORTED,
                "valid-kms-gcp",
                FindingCode.KMS_NOT_SUPPORTED,
                "valid-cacert-instead-of-url",
                FindingCode.CA_CERT_NOT_SUPPORTED));
  }

  @Test
  void refusesATextThatIsNotCovered() {
    var admission =
        new Admission(
            Strictness.SOUND,
            Admission.DEFAULT_NAMESPACE,
            ControllerConfiguration.DEFAULT,
            (language, text) -> new Compilation.NotCovered("builtin http.send", 3),
            RemoteTexts.NONE,
            (root, mirror, targets) -> Optional.empty());
    String document =
        "{apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: {name: p},"
            + " spec: {images: [{glob: '**'}], authorities: [{static: {action: pass}}],"
            + " policy: {type: rego, data: x}}}";

    var outcome = admission.admit(Policies.resource(document));

    assertThat(((Outcome.Rejected) outcome).findings())
        .extracting(Finding::code, Finding::path)
        .containsExactly(tuple(FindingCode.POLICY_TEXT_NOT_COVERED, "spec.policy.data"));
  }

  @Test
  void doesNotShowAPrivateKey() {
    String document =
        "{apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: {name: p},"
            + " spec: {images: [{glob: '**'}], authorities: [{key: {data: '-----BEGIN PRIVATE KEY-----"
            + " hunter2'}}]}}";

    var outcome =
        Policies.admission(Strictness.SOUND, ControllerConfiguration.DEFAULT)
            .admit(Policies.resource(document));

    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcome.toString()).doesNotContain("hunter2");
  }

  @Test
  void keepsALogThatTheReferencesConversionDrops() {
    ClusterImagePolicy policy =
        Policies.admitted(
            "{images: [{glob: '**'}], authorities: [{keyless: {url: 'https://f.example', trustRootRef: t,"
                + " identities: [{issuer: i, subject: s}]}, ctlog: {trustRootRef: t}}]}");

    assertThat(policy.apiVersion()).isEqualTo("policy.sigstore.dev/v1beta1");
    assertThat(policy.authorities().getFirst().ctlog())
        .isEqualTo(new Authority.TransparencyLog(null, "t"));
  }
}
