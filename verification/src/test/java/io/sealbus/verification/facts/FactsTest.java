package io.sealbus.verification.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final byte[] KEY = {1, 2, 3};
  private static final byte[] SIGNATURE = {4, 5};
  private static final Facts.Check NEVER =
      () -> {
        throw new AssertionError("it is remembered");
      };

  private static Question question(int number) {
    byte[] message = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    return Question.signature("rule", KEY, message, SIGNATURE);
  }

  /** Answers that are not all the same. */
  private static boolean answer(int number) {
    return number % 3 == 0;
  }

  private static void ask(Facts facts, int number) throws GeneralSecurityException {
    assertThat(facts.answer(question(number), () -> answer(number))).isEqualTo(answer(number));
  }

  @Test
  void remembersYesAndNo() throws Exception {
    // Given
    var facts = Facts.ofAtMost(8);

    // When
    ask(facts, 0);
    ask(facts, 1);

    // Then
    assertThat(facts.answer(question(0), NEVER)).isTrue();
    assertThat(facts.answer(question(1), NEVER)).isFalse();
    assertThat(facts.hits()).isEqualTo(2);
    assertThat(facts.misses()).isEqualTo(2);
    assertThat(facts.size()).isEqualTo(2);
  }

  @Test
  void remembersNothingOfACheckThatFailed() throws Exception {
    // Given
    var facts = Facts.ofAtMost(8);

    // When
    assertThatThrownBy(() ->
            facts.answer(
                question(0),
                () -> {
                  throw new GeneralSecurityException("out of handles");
                }))
        .isInstanceOf(GeneralSecurityException.class);

    // Then
    assertThat(facts.size()).isZero();
    ask(facts, 0);
  }

  @Test
  void noneAsksEachTime() throws Exception {
    // Given
    var facts = Facts.none();

    // When
    assertThat(facts.answer(question(0), () -> true)).isTrue();

    // Then
    assertThat(facts.answer(question(0), () -> false)).isFalse();
    assertThat(facts.learnt()).isEmpty();
    facts.restore(new byte[Facts.FACT_BYTES]);
    assertThat(facts.size()).isZero();
  }

  @Test
  void staysWithinItsBoundHoweverManyFactsAreStuffedIn() throws Exception {
    for (int max : new int[] {2, 3, 100, 5000}) {
      // Given
      var facts = Facts.ofAtMost(max);

      // When
      for (int i = 0; i < 20_000; i++) {
        ask(facts, i);
        assertThat(facts.size()).isLessThanOrEqualTo(max);
      }

      // Then
      assertThat(facts.answer(question(19_999), NEVER)).isEqualTo(answer(19_999));
    }
  }

  @Test
  void keepsWhatIsAskedForWhileOthersComeAndGo() throws Exception {
    // Given
    var facts = Facts.ofAtMost(1000);
    ask(facts, -3);

    // When
    for (int i = 0; i < 20_000; i++) {
      ask(facts, i);
      if (i % 400 == 0) {
        assertThat(facts.answer(question(-3), NEVER)).isTrue();
      }
    }

    // Then
    long misses = facts.misses();
    ask(facts, 0);
    assertThat(facts.misses()).as("what nobody asked for is forgotten").isEqualTo(misses + 1);
  }

  @Test
  void handsOnWhatItLearntAndTakesItBack() throws Exception {
    // Given
    var facts = Facts.ofAtMost(5000);
    for (int i = 0; i < 2000; i++) {
      ask(facts, i);
    }

    // When
    byte[] learnt = facts.learnt();
    var restored = Facts.ofAtMost(5000);
    restored.restore(learnt);

    // Then
    assertThat(learnt).hasSize(2000 * Facts.FACT_BYTES);
    assertThat(facts.learnt()).isEmpty();
    assertThat(restored.learnt()).isEmpty();
    for (int i = 0; i < 2000; i++) {
      assertThat(restored.answer(question(i), NEVER)).isEqualTo(answer(i));
    }
  }

  @Test
  void handsOnABoundedNumber() throws Exception {
    // Given
    var facts = Facts.ofAtMost(100);
    for (int i = 0; i < 10_000; i++) {
      ask(facts, i);
    }

    // When
    byte[] learnt = facts.learnt();

    // Then
    assertThat(learnt).hasSize(4096 * Facts.FACT_BYTES);
  }

  @Test
  void refusesFactsThatAreCutShort() {
    var facts = Facts.ofAtMost(8);
    assertThatThrownBy(() -> facts.restore(new byte[Facts.FACT_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesEachThreadWhatItLearntItself() throws Exception {
    // Given
    var facts = Facts.ofAtMost(100);
    ask(facts, 0);

    // When
    byte[][] others = new byte[1][];
    Thread other = new Thread(() -> others[0] = facts.learnt());
    other.start();
    other.join();

    // Then
    assertThat(others[0]).isEmpty();
    assertThat(facts.learnt()).hasSize(Facts.FACT_BYTES);
  }

  @Test
  void answersTheSameToManyThreadsWhileTablesGrowAndAreDropped() throws Exception {
    // Given
    var facts = Facts.ofAtMost(3000);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int stride = 7 + 2 * thread;
      tasks.add(() -> {
        for (int i = 0; i < 50_000; i++) {
          ask(facts, i * stride % 4001);
        }
        return null;
      });
    }

    // When
    try (var pool = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Void> done : pool.invokeAll(tasks)) {
        // Then
        done.get();
      }
    }
    assertThat(facts.size()).isLessThanOrEqualTo(3000);
    assertThat(facts.hits()).isPositive();
  }
}
