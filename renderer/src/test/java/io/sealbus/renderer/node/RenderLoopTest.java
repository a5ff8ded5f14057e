package io.sealbus.renderer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.renderer.Bus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When there is an attempt; what the loop's thread does shows where it is, without a clock. */
final class RenderLoopTest {
  private final AtomicInteger attempts = new AtomicInteger();

  /** One whose tables are never complete, so that its publisher is never asked. */
  private RenderLoop loop(Duration debounce) {
    return new RenderLoop(null, () -> attempts.incrementAndGet() < 0, debounce);
  }

  private static boolean threadIs(Thread.State state) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("renderer-render") && t.getState() == state);
  }

  @Test
  void waitsForMoreBeforeItRenders() {
    try (RenderLoop loop = loop(Duration.ofHours(1))) {
      loop.start();
      loop.changed();

      Bus.await(() -> threadIs(Thread.State.TIMED_WAITING));
    }
    assertThat(attempts).hasValue(0);
  }

  @Test
  void rendersOnceForAllThatChangedMeanwhile() {
    try (RenderLoop loop = loop(Duration.ofMillis(1))) {
      loop.changed();
      loop.changed();
      loop.changed();
      loop.start();

      Bus.await(() -> attempts.get() > 0 && threadIs(Thread.State.WAITING));
    }
    assertThat(attempts).hasValue(1);
  }
}
