package io.sealbus.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With transactions, who reads what is committed sees each verdict once, whoever is killed. */
class ExactlyOnceTest {
  private static final int IMAGES = 4_000;
  private static final Map<String, String> SETTINGS = Map.of("verifier.exactly.once", "true");

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
  void publishesEachVerdictOnceThoughKilledAmongFreshImages() throws Exception {
    bus.pushImages(IMAGES);
    try (var first = bus.verifier("one", SETTINGS)) {
      bus.take(() -> bus.newest().size() >= IMAGES / 40);
      first.kill();
    }
    assertThat(bus.newest().size()).as("killed in the midst").isLessThan(IMAGES);

    try (var second = bus.verifier("one", SETTINGS)) {
      bus.take(() -> bus.newest().size() == IMAGES);

      bus.takeWhatIsTooMuch();
      assertThat(bus.taken()).isEqualTo(IMAGES);
    }
  }

  @Test
  void publishesEachVerdictOnceThoughKilledInASweep() throws Exception {
    bus.pushImages(IMAGES);
    try (var first = bus.verifier("one", SETTINGS)) {
      bus.take(() -> bus.newest().size() == IMAGES);
      bus.applyPolicy();
      bus.take(() -> bus.denied() >= IMAGES / 40);
      first.kill();
    }
    assertThat(bus.denied()).as("killed in the midst").isLessThan(IMAGES);

    try (var second = bus.verifier("one", SETTINGS)) {
      bus.take(() -> bus.denied() == IMAGES);

      bus.takeWhatIsTooMuch();
      assertThat(bus.taken()).isEqualTo(2 * IMAGES);
    }
  }
}
