package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.Decision;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.ChangedEvidence;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.StateEvidence;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What was concluded of some signature under some root of trust at some time says nothing of any
 * other: one memory for all cases changes no answer, down to every reason.
 */
class ConcludedCasesTest {
  private static final Instant NOW = CaseRunner.NOW;
  private static final List<Instant> TIMES =
      List.of(
          NOW,
          Instant.EPOCH,
          NOW.minus(Duration.ofDays(500)),
          NOW.plus(Duration.ofDays(500)),
          NOW.plus(Duration.ofDays(30_000)));

  private final Facts facts = Facts.ofAtMost(1 << 20);

  /** One case, with and without the memory. */
  private record Pair(String name, CaseRunner.Inputs without, CaseRunner.Inputs with, Facts facts) {
    Evaluation requireSame(Evidence evidence, Instant now) {
      Evaluation expected = without.evaluate(evidence, now);
      assertThat(with.evaluate(evidence, now)).as(name).isEqualTo(expected);
      facts.learnt();
      assertThat(with.evaluate(StateEvidence.of(evidence), now)).as(name).isEqualTo(expected);
      assertThat(facts.learnt()).as(name).isEmpty();
      return expected;
    }
  }

  private List<Pair> pairs() throws Exception {
    SignatureProvider provider = SignatureProvider.fastest();
    var without = new CaseRunner(provider);
    var with = new CaseRunner(provider.remembering(facts));
    var pairs = new ArrayList<Pair>();
    for (EvaluationCase given : CaseRunner.cases()) {
      if (PolicyJsonReader.read(given.policy("/files"))
          instanceof PolicyJsonReader.Result.Accepted(PolicyJson policy)) {
        try {
          ImageReference image = ImageReference.parseImage(given.image());
          Optional<CaseRunner.Inputs> inputs = without.inputs(given, policy, image);
          if (inputs.isPresent()) {
            pairs.add(
                new Pair(
                    given.name(),
                    inputs.get(),
                    with.inputs(given, policy, image).orElseThrow(),
                    facts));
          }
        } catch (InvalidReferenceException e) {
          continue;
        }
      }
    }
    return pairs;
  }

  @Test
  void answersTheSameAtEveryTimeWhateverWasConcludedAtOthers() throws Exception {
    // Given
    List<Pair> pairs = pairs();

    // When
    for (int again = 0; again < 2; again++) {
      for (Instant now : TIMES) {
        for (Pair pair : pairs) {
          // Then
          pair.requireSame(pair.without.evidence(), now);
        }
      }
    }
  }

  @Test
  void answersTheSameAtBothEndsOfAnAcceptance() throws Exception {
    for (Pair pair : pairs()) {
      // Given
      Evidence evidence = pair.without.evidence();
      Instant until = pair.requireSame(evidence, NOW).validUntil();
      if (until != null) {
        // When, Then
        pair.requireSame(evidence, until);
        pair.requireSame(evidence, until.plusNanos(1));
        pair.requireSame(evidence, NOW);
      }
    }
  }

  @Test
  void answersTheSameToChangedEvidenceOfWhatWasConcluded() throws Exception {
    for (Pair pair : pairs()) {
      // Given
      if (pair.without.evidence() instanceof Evidence.Complete(List<Attachment> attachments)
          && pair.requireSame(pair.without.evidence(), NOW).decision() == Decision.ALLOWED) {
        // When
        for (List<Attachment> changed : ChangedEvidence.of(attachments)) {
          // Then
          pair.requireSame(new Evidence.Complete(changed), NOW);
        }
      }
    }
  }
}
