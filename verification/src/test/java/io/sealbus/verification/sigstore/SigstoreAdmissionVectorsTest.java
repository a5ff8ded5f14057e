package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.SigstoreAdmissionCase;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import java.nio.charset.StandardCharsets;
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
        assertThat(admitted.spec()).isEqualTo(document(String.valueOf(given.defaultedSpec())));
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
                TrustRoot.fromSpecJson(
                    root.key(), root.apiVersion(), null, 0, admitted.specJson()))
            .isEqualTo(root);
      }
      case Outcome.Rejected rejected -> assertThat(rejected.findings()).isNotEmpty();
    }
  }

  private static Outcome outcome(SigstoreAdmissionCase given) {
    var configuration = ControllerConfiguration.of(given.config()).orElseThrow();
    return Policies.admission(Strictness.REFERENCE, configuration)
        .admit(resource(document(given.document())));
  }

  private static Resource resource(Node document) {
    return ((Reading.Read<Resource>) Resource.of(document)).value();
  }

  private static Node.Mapping document(String yaml) {
    var reading = Documents.read(yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    return (Node.Mapping) ((Reading.Read<List<Node>>) reading).value().getFirst();
  }
}
