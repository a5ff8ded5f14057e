package io.sealbus.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void tasksOfOneLaneRunInTheirOrder() throws InterruptedException {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(500);
    try (var lanes = new Lanes("test")) {
      for (int i = 0; i < 500; i++) {
        int task = i;
        lanes.submit(
            "a",
            () -> {
              ran.add(task);
              done.countDown();
            });
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran).isEqualTo(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void aLaneThatIsStuckHoldsNoOther() throws InterruptedException {
    var release = new CountDownLatch(1);
    var other = new CountDownLatch(1);
    try (var lanes = new Lanes("test")) {
      lanes.submit("stuck", () -> await(release));
      lanes.submit("free", other::countDown);

      assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  @Test
  void aTaskThatFailsDoesNotEndItsLane() throws InterruptedException {
    var next = new CountDownLatch(1);
    try (var lanes = new Lanes("test")) {
      lanes.submit(
          "a",
          () -> {
            throw new IllegalStateException("on purpose");
          });
      lanes.submit("a", next::countDown);

      assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
