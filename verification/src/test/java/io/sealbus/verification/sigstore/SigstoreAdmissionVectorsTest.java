package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.SigstoreAdmissionCase;
import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigstoreAdmissionVectorsTest {
  static List<SigstoreAdmissionCase> cases() {
    return SigstoreAdmissionCase.readAll(
        Path.of(System.getProperty("sealbus.root", ".."), "vectors", "admission-sigstore"));
  }

  @Test
  void thereAreCases() {
    assertThat(cases()).hasSizeGreaterThan(75);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheWebhooksDo(SigstoreAdmissionCase given) {
    switch (outcome(given)) {
      case Outcome.AdmittedPolicy admitted -> {
        assertThat(given.error()).isEmpty();
        assertThat(admitted.warningText()).isEqualTo(given.warning());
        assertThat(admitted.spec())
            .isEqualTo(Policies.document(String.valueOf(given.defaultedSpec())));
      }
      case Outcome.AdmittedTrustRoot admitted -> assertThat(given.error()).isEmpty();
      case Outcome.Rejected rejected -> assertThat(rejected.text()).isEqualTo(given.error());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void carriesWhatItAdmittedThroughTheSpecOfARecord(SigstoreAdmissionCase given) {
    switch (outcome(given)) {
      case Outcome.AdmittedPolicy admitted -> {
        ClusterImagePolicy policy = admitted.policy();
        assertThat(
                ClusterImagePolicy.fromSpecJson(
                    policy.key(), policy.apiVersion(), null, 0, admitted.specJson()))
            .isEqualTo(policy);
      }
      case Outcome.AdmittedTrustRoot admitted -> {
        TrustRoot root = admitted.trustRoot();
        assertThat(
                TrustRoot.fromSpecJson(root.key(), root.apiVersion(), null, 0, admitted.specJson()))
            .isEqualTo(root);
      }
      case Outcome.Rejected rejected -> assertThat(rejected.findings()).isNotEmpty();
    }
  }

  private static Outcome outcome(SigstoreAdmissionCase given) {
    var configuration = ControllerConfiguration.of(given.config()).orElseThrow();
    return Policies.admission(Strictness.REFERENCE, configuration)
        .admit(Policies.resource(given.document()));
  }
}
