package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Decision;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.ChangedEvidence;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.evidence.StateEvidence;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.sigstore.evaluation.SigstoreCaseRunner.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What was concluded of some evidence under some policy at some time says nothing of any other: one
 * memory for all cases changes no answer, down to every reason and note.
 */
class ConcludedSigstoreCasesTest {
  private static final Instant NOW = SigstoreCaseRunner.NOW;
  private static final List<Instant> TIMES =
      List.of(
          NOW, Instant.EPOCH, NOW.minus(Duration.ofDays(700)), NOW.plus(Duration.ofDays(30_000)));

  private final SigstoreCaseRunner runner = new SigstoreCaseRunner();
  private final Facts facts = Facts.ofAtMost(1 << 20);
  private final SignatureProvider remembering = SignatureProvider.fastest().remembering(facts);

  /** One case, with and without the memory. */
  private final class Pair {
    private final SigstoreCase given;
    private final CompiledSigstorePolicies without;
    private final CompiledSigstorePolicies with;

    Pair(SigstoreCase given, Profile profile) {
      this.given = given;
      this.without = SigstoreCaseRunner.compile(given, profile);
      this.with = SigstoreCaseRunner.compile(given, profile, remembering);
    }

    SigstoreEvaluation requireSame(Known image, Instant now) {
      SigstoreEvaluation expected = image.evaluate(without, given.workload(), now);
      assertThat(image.evaluate(with, given.workload(), now)).as(given.name()).isEqualTo(expected);
      facts.learnt();
      var stored = new Known(image.name(), StateEvidence.of(image.evidence()));
      assertThat(stored.evaluate(with, given.workload(), now)).as(given.name()).isEqualTo(expected);
      assertThat(facts.learnt()).as(given.name()).isEmpty();
      return expected;
    }
  }

  private List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (Profile profile : Profile.values()) {
      SigstoreVectorsTest.cases().forEach(given -> pairs.add(new Pair(given, profile)));
      SigstoreVectorsTest.defects().forEach(given -> pairs.add(new Pair(given, profile)));
    }
    return pairs;
  }

  @Test
  void answersTheSameAtEveryTimeWhateverWasConcludedAtOthers() {
    // Given
    List<Pair> pairs = pairs();

    // When
    for (int again = 0; again < 2; again++) {
      for (Instant now : TIMES) {
        for (Pair pair : pairs) {
          for (Known image : runner.images(pair.given, pair.without)) {
            // Then
            pair.requireSame(image, now);
          }
        }
      }
    }
    assertThat(facts.hits()).isPositive();
  }

  @Test
  void answersTheSameToChangedEvidenceOfWhatWasConcluded() {
    for (Pair pair : pairs()) {
      for (Known image : runner.images(pair.given, pair.without)) {
        // Given
        if (pair.requireSame(image, NOW).decision() == Decision.ALLOWED) {
          // When
          for (AttachedEvidence changed : changed(image.evidence())) {
            // Then
            pair.requireSame(new Known(image.name(), changed), NOW);
          }
        }
      }
    }
  }

  @Test
  void answersTheSameToAnotherImageWithTheEvidenceOfOneThatWasConcluded() {
    var other = new Digest("sha256:" + "0".repeat(64));
    for (Pair pair : pairs()) {
      for (Known image : runner.images(pair.given, pair.without)) {
        // Given
        pair.requireSame(image, NOW);

        // When
        var moved = new Known(image.name().withDigest(other), image.evidence());

        // Then
        pair.requireSame(moved, NOW);
      }
    }
  }

  private static List<AttachedEvidence> changed(AttachedEvidence evidence) {
    var all = new ArrayList<AttachedEvidence>();
    evidence
        .places()
        .forEach((place, found) -> {
          if (found instanceof Evidence.Complete(var attachments)) {
            for (var changed : ChangedEvidence.of(attachments)) {
              Map<Place, Evidence> places = new HashMap<>(evidence.places());
              places.put(place, new Evidence.Complete(changed));
              all.add(new AttachedEvidence(places));
            }
          }
        });
    return all;
  }

  @Test
  void readsNoAttachmentAgainThatIsKnownToHold() {
    int known = 0;
    for (SigstoreCase given : SigstoreVectorsTest.cases()) {
      // Given
      var pair = new Pair(given, Profile.REFERENCE);
      for (Known image : runner.images(given, pair.without)) {
        SigstoreEvaluation first = pair.requireSame(image, NOW);
        if (first.decision() == Decision.ALLOWED && first.validUntil() == null) {
          long hits = facts.hits();

          // When
          pair.requireSame(image, NOW);

          // Then
          known += facts.hits() - hits <= 2 ? 1 : 0;
        }
      }
    }
    assertThat(known).isGreaterThan(20);
  }
}
