package io.sealbus.bench.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.bench.corpus.Check;
import io.sealbus.bench.corpus.Kind;
import io.sealbus.bench.corpus.Kinds;
import io.sealbus.bench.corpus.Subject;
import io.sealbus.verification.Decision;
import io.sealbus.verification.evidence.AttachedEvidence;
import java.security.Signature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What everybody is measured on is what it is said to be. */
final class CorpusTest {
  private static final List<Kind> KINDS = Kinds.all(3);

  static Stream<Kind> kinds() {
    return KINDS.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isLetInByItsEvidenceAlone(Kind kind) {
    Law law = Law.of(kind);
    for (Subject subject : kind.subjects()) {
      assertThat(law.judge(subject).decision())
          .as("%s", law.judge(subject))
          .isEqualTo(Decision.ALLOWED);
      assertThat(law.judge(without(subject, kind)).decision()).isEqualTo(Decision.DENIED);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void standsBesideChecksThatAreGood(Kind kind) throws Exception {
    for (Subject subject : kind.subjects()) {
      assertThat(subject.checks()).isNotEmpty();
      for (Check check : subject.checks()) {
        Signature signature = Signature.getInstance(check.algorithm());
        signature.initVerify(check.key());
        signature.update(check.message());
        assertThat(signature.verify(check.signature())).as("%s", check.algorithm()).isTrue();
      }
    }
  }

  /** With the evidence of another image. */
  private static Subject without(Subject subject, Kind kind) {
    AttachedEvidence other =
        kind.subjects().stream()
            .filter(one -> !one.digest().equals(subject.digest()))
            .findFirst()
            .orElseThrow()
            .evidence();
    return new Subject(
        subject.reference(), subject.digest(), other, subject.objects(), subject.checks());
  }
}
