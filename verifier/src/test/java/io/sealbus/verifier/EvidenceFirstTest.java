package io.sealbus.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in one millisecond is taken in the order that spares a verdict. */
class EvidenceFirstTest {
  private static final int IMAGES = 500;

  @TempDir private Path directory;

  @Test
  void imageIsNotJudgedBeforeTheEvidenceThatWasWrittenBeforeIt() throws Exception {
    try (var bus = new VerifierBus(directory)) {
      bus.applyPolicy();
      bus.pushEachWithItsEvidence(IMAGES);

      try (var verifier = bus.verifier("one", Map.of())) {
        bus.take(() -> bus.denied() == IMAGES);

        bus.takeWhatIsTooMuch();
        assertThat(bus.taken()).isEqualTo(IMAGES);
        verifier.kill();
      }
    }
  }
}
