package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.sigstore.EvidenceDemand;
import io.sealbus.verification.sigstore.evaluation.SigstoreCaseRunner.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the policy-controller itself answered, and what a correct one would. */
class SigstoreVectorsTest {
  private static final SigstoreCase AS_WRITTEN =
      SigstoreCase.read(SigstoreCaseRunner.VECTORS.resolve("verify-sigstore.as-written.yaml"));

  private final SigstoreCaseRunner runner = new SigstoreCaseRunner();

  static List<SigstoreCase> cases() {
    return SigstoreCase.readAll(SigstoreCaseRunner.VECTORS.resolve("verify-sigstore"));
  }

  static List<SigstoreCase> defects() {
    return SigstoreCase.readAll(SigstoreCaseRunner.VECTORS.resolve("reference-defects"));
  }

  @Test
  void thereAreCases() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(149);
    assertThat(defects()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheControllerDoes(SigstoreCase given) {
    Answer answer = runner.run(given, Profile.REFERENCE);
    assertThat(answer.expect()).as(answer.messages()).isEqualTo(given.text("expect"));
    assertThat(answer.messages()).contains(given.text("errorContains"));
    if (!answer.expect().equals("allowed")) {
      assertThat(answer.errorClass()).as(answer.messages()).isEqualTo(given.text("errorClass"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void looksNowhereWhereEvidenceIsNotFetched(SigstoreCase given) throws Exception {
    var demand = new EvidenceDemand(given.policies(), given.configuration());
    CompiledSigstorePolicies policies = SigstoreCaseRunner.compile(given, Profile.AS_WRITTEN);
    for (Workload.NamedImage image : given.workload().images()) {
      ImageReference reference = ImageReference.parse(image.image());
      Digest digest = reference.digest();
      if (digest != null) {
        assertThat(demand.places(reference, digest))
            .containsAll(policies.places(ImageName.of(reference, digest)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("defects")
  void neverLetsInWhatNobodySigned(SigstoreCase given) {
    for (Profile profile : Profile.values()) {
      Answer answer = runner.run(given, profile);
      assertThat(answer.expect()).isEqualTo(given.text("expect"));
      assertThat(answer.errorClass()).isEqualTo(given.text("errorClass"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsThePolicyIsWritten(SigstoreCase given) {
    SigstoreCase expected =
        AS_WRITTEN.members().get(given.name()) instanceof Node.Mapping answer
            ? new SigstoreCase(given.name(), given.directory(), answer)
            : given;
    Answer answer = runner.run(given, Profile.AS_WRITTEN);
    assertThat(answer.expect()).as(answer.messages()).isEqualTo(expected.text("expect"));
    if (!answer.expect().equals("allowed")) {
      assertThat(answer.errorClass()).as(answer.messages()).isEqualTo(expected.text("errorClass"));
    }
    assertThat(answer.parityNotes()).isEqualTo(parity(expected));
  }

  private static List<String> parity(SigstoreCase expected) {
    String code = expected.text("parity");
    return code.isEmpty() ? List.of() : List.of(code);
  }

  @Test
  void everyQuestionableAnswerHasOneThatIsDerivedFromThePolicy() {
    assertThat(cases().stream().filter(SigstoreCase::isReferenceDefect).map(SigstoreCase::name))
        .isSubsetOf(AS_WRITTEN.members().members().keySet());
    assertThat(AS_WRITTEN.members().members().keySet())
        .isSubsetOf(cases().stream().map(SigstoreCase::name).toList());
  }
}
