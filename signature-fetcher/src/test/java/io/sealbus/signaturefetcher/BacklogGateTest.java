package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BacklogGateTest {
  private static final String REGISTRY = "registry.example.com";

  private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final BacklogGate gate = new BacklogGate(() -> now);
  private final List<String> entered = new CopyOnWriteArrayList<>();

  private Thread enter(String repository, Duration age) {
    return enter(REGISTRY, repository, age);
  }

  private Thread enter(String registry, String repository, Duration age) {
    int before = gate.waiting() + entered.size();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                gate.enter(registry, repository, now.minus(age));
                entered.add(repository);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await(before + 1);
    return thread;
  }

  private void await(int inOrWaiting) {
    for (int i = 0; i < 1000 && gate.waiting() + entered.size() < inOrWaiting; i++) {
      Thread.onSpinWait();
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(gate.waiting() + entered.size()).isEqualTo(inOrWaiting);
  }

  private void fill() {
    for (int i = 0; i < BacklogGate.AT_ONCE; i++) {
      enter("busy/" + i, Duration.ofHours(1));
    }
  }

  @Test
  void ofWhatHasPiledUpTheFreshestComesFirst() {
    fill();
    var ages = new ArrayList<>(List.of(5, 1, 9, 3, 7));
    ages.forEach(age -> enter("team/" + age, Duration.ofHours(age)));

    for (int i = 0; i < ages.size(); i++) {
      gate.leave(REGISTRY);
      await(BacklogGate.AT_ONCE + ages.size());
      while (entered.size() < BacklogGate.AT_ONCE + i + 1) {
        Thread.onSpinWait();
      }
    }

    assertThat(entered.subList(BacklogGate.AT_ONCE, entered.size()))
        .containsExactly("team/1", "team/3", "team/5", "team/7", "team/9");
  }

  @Test
  void whatIsToldWhileItWaitsMovesItForward() {
    fill();
    enter("team/a", Duration.ofHours(2));
    gate.arrived("team/b", now.minus(Duration.ofHours(9)));
    enter("team/b", Duration.ofHours(9));

    gate.arrived("team/b", now.minus(Duration.ofHours(1)));
    gate.arrived("team/b", now.minus(Duration.ofHours(5)));
    gate.leave(REGISTRY);
    while (entered.size() < BacklogGate.AT_ONCE + 1) {
      Thread.onSpinWait();
    }

    assertThat(entered).contains("team/b").doesNotContain("team/a");
    assertThat(gate.waiting()).isOne();
  }

  @Test
  void whatWasToldJustNowDoesNotWaitNorWhatStandsBeforeIt() throws Exception {
    fill();
    gate.arrived("team/app", now.minus(Duration.ofHours(9)));
    Thread waiting = enter("team/app", Duration.ofHours(9));
    assertThat(gate.waiting()).isOne();

    gate.arrived("team/app", now);
    waiting.join(Duration.ofSeconds(10));
    assertThat(entered).contains("team/app");

    gate.leave(REGISTRY);
    gate.handled("team/app");
    enter("team/app", Duration.ZERO).join(Duration.ofSeconds(10));
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void oneRegistrysBacklogHoldsUpNoOther() throws Exception {
    fill();
    enter("team/a", Duration.ofHours(1));

    enter("other.example.com", "team/b", Duration.ofHours(9)).join(Duration.ofSeconds(10));

    assertThat(entered).contains("team/b").doesNotContain("team/a");
  }

  @Test
  void whoGivesUpLeavesItsPlaceToTheOthers() throws Exception {
    fill();
    Thread givesUp = enter("team/a", Duration.ofHours(1));
    enter("team/b", Duration.ofHours(2));
    givesUp.interrupt();
    givesUp.join(Duration.ofSeconds(10));
    assertThat(gate.waiting()).isOne();

    gate.leave(REGISTRY);
    await(BacklogGate.AT_ONCE + 1);
    while (!entered.contains("team/b")) {
      Thread.onSpinWait();
    }
  }
}
