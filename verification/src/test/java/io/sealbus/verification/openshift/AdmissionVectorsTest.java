package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.AdmissionCase;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Outcome;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.openshift.Admission.UnknownFields;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Node;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionVectorsTest {
  static List<AdmissionCase> cases() {
    return AdmissionCase.readAll(Vectors.directory("admission"));
  }

  @Test
  void thereAreCases() {
    assertThat(cases()).hasSizeGreaterThan(250);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheApiServerDoes(AdmissionCase given) {
    Outcome outcome = outcome(given);

    if (given.valid()) {
      assertThat(outcome).isInstanceOf(Admitted.class);
      var admitted = (Admitted) outcome;
      assertThat(Vectors.without(admitted.stored(), "metadata"))
          .isEqualTo(Vectors.document(given.expected()));
      assertThat(admitted.warnings())
          .extracting(Finding::path)
          .containsExactlyInAnyOrderElementsOf(given.prunedFields());
    } else {
      assertThat(outcome).isInstanceOf(Rejected.class);
      assertThat(((Rejected) outcome).findings())
          .extracting(Finding::text)
          .containsExactlyInAnyOrderElementsOf(given.errors());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void carriesWhatItAdmittedThroughTheSpecOfARecord(AdmissionCase given) {
    if (outcome(given) instanceof Admitted(ImagePolicy policy, Node.Mapping s, List<Finding> w)) {
      var read =
          ImagePolicy.fromSpecJson(
              policy.key(),
              policy.apiVersion(),
              policy.uid(),
              policy.generation(),
              policy.specJson());

      assertThat(read).isEqualTo(policy);
    }
  }

  private static Outcome outcome(AdmissionCase given) {
    var admission = new Admission(release(given), featureSet(given), UnknownFields.PRUNED);
    Node.Mapping initial = Vectors.named(Vectors.document(given.initial()));
    Outcome created = admission.admit(Vectors.resource(initial), given.version(), null);
    if (given.updated() == null) {
      return created;
    }
    assertThat(created).isInstanceOf(Admitted.class);
    Node.Mapping stored = ((Admitted) created).stored();
    Node.Mapping updated = Vectors.named(Vectors.document(given.updated()));
    return admission.admit(Vectors.resource(updated), given.version(), stored);
  }

  private static Release release(AdmissionCase given) {
    return switch (given.release()) {
      case "4.16", "4.17", "4.18" -> Release.V4_16;
      case "4.19" -> Release.V4_19;
      case "4.20" -> Release.V4_20;
      case "4.21+" -> Release.V4_21;
      default -> throw new IllegalArgumentException(given.release());
    };
  }

  private static FeatureSet featureSet(AdmissionCase given) {
    return Arrays.stream(FeatureSet.values())
        .filter(set -> set.text().equals(given.featureSet()))
        .findFirst()
        .orElseThrow();
  }
}
