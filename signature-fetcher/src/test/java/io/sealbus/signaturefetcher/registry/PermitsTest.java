package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PermitsTest {
  private final Permits permits = new Permits(1, Duration.ofMillis(20));

  @Test
  void refusesATurnThatDoesNotComeInTime() {
    permits.acquire("a.example", Lane.FRESH);

    assertThat(permits.acquire("a.example", Lane.FRESH)).isFalse();
    assertThat(permits.acquire("b.example", Lane.FRESH)).isTrue();
  }

  @Test
  void forgetsARegistryThatNobodyAsks() {
    permits.acquire("a.example", Lane.FRESH);
    permits.acquire("a.example", Lane.BULK);
    permits.release("a.example", Lane.FRESH);

    assertThat(permits.hosts()).isZero();
    assertThat(permits.acquire("a.example", Lane.BULK)).isTrue();
  }

  @Test
  void bulkWorkTakesHalfOfTheTurns() {
    var four = new Permits(4, Duration.ofMillis(20));

    assertThat(four.acquire("a.example", Lane.BULK)).isTrue();
    assertThat(four.acquire("a.example", Lane.BULK)).isTrue();
    assertThat(four.acquire("a.example", Lane.BULK)).isFalse();
    assertThat(four.acquire("a.example", Lane.FRESH)).isTrue();
    four.release("a.example", Lane.BULK);
    assertThat(four.acquire("a.example", Lane.BULK)).isTrue();
  }

  @Test
  void aFreshRequestGoesBeforeBulkOnesThatWaited() throws Exception {
    var one = new Permits(1, Duration.ofSeconds(20));
    one.acquire("a.example", Lane.FRESH);
    List<Lane> order = new CopyOnWriteArrayList<>();
    var done = new CountDownLatch(3);
    for (Lane lane : List.of(Lane.BULK, Lane.BULK, Lane.FRESH)) {
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                one.acquire("a.example", lane);
                order.add(lane);
                one.release("a.example", lane);
                done.countDown();
              });
      while (waiting.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
    }

    one.release("a.example", Lane.FRESH);

    done.await();
    assertThat(order).containsExactly(Lane.FRESH, Lane.BULK, Lane.BULK);
  }
}
