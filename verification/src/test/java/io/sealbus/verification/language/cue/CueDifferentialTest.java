package io.sealbus.verification.language.cue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.language.cue.CueAnswers.Answer;
import io.sealbus.verification.language.cue.CueAnswers.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Compares with answers that were just made up and recorded: {@code sealbus.cue.answers} names
 * their file, {@code interop/languages/differential.sh} makes it.
 */
@EnabledIfSystemProperty(named = "sealbus.cue.answers", matches = ".+")
class CueDifferentialTest {
  @Test
  void answersAsTheEngineOrNotAtAll() {
    // Given
    List<Line> lines = CueAnswers.read(Path.of(System.getProperty("sealbus.cue.answers")));

    // When
    var passed = new ArrayList<Line>();
    var different = new ArrayList<Line>();
    int decided = 0;
    for (Line line : lines) {
      Answer answer = CueAnswers.ask(line);
      if (answer == Answer.NONE || line.answer() == Answer.NONE) {
        continue;
      }
      decided++;
      if (answer != line.answer()) {
        (answer == Answer.SATISFIED ? passed : different).add(line);
      }
    }

    // Then
    assertThat(lines).isNotEmpty();
    assertThat(passed).as("passes what the engine refuses").isEmpty();
    assertThat(different.size()).as("%s", different).isLessThanOrEqualTo(lines.size() / 200);
    assertThat(decided).isGreaterThan(lines.size() * 9 / 10);
  }
}
