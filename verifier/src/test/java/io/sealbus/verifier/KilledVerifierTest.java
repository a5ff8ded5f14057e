package io.sealbus.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifiers are killed in the midst of a sweep. */
class KilledVerifierTest {
  private static final int IMAGES = 8_000;

  @TempDir private Path directory;
  private VerifierBus bus;

  @BeforeEach
  void open() {
    bus = new VerifierBus(directory);
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void neitherLosesNorTurnsBackAVerdictAndRepeatsFew() throws Exception {
    bus.pushImages(IMAGES);
    try (var first = bus.verifier("first", Map.of());
        var second = bus.verifier("second", Map.of())) {
      bus.take(() -> bus.newest().size() == IMAGES);
      int before = bus.taken();
      int repeatedBefore = bus.repeats();
      bus.applyPolicy();
      bus.take(() -> bus.denied() >= IMAGES / 40);
      second.kill();
      assertThat(bus.denied()).as("killed in the midst").isLessThan(IMAGES);

      bus.take(() -> bus.denied() == IMAGES);

      bus.takeWhatIsTooMuch();
      assertThat(bus.newest()).hasSize(IMAGES);
      assertThat(bus.newest().values())
          .allSatisfy(v -> assertThat(v.getReasons().get(0).getCode()).isEqualTo("NO_SIGNATURE"));
      int repeats = bus.repeats() - repeatedBefore;
      assertThat(bus.taken() - before - IMAGES)
          .as("all that is too much is a repeat")
          .isEqualTo(repeats);
      System.out.println("repeats: " + repeats);
    }
  }
}
