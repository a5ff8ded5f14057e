package io.sealbus.verification.language.cue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.language.cue.CueAnswers.Answer;
import io.sealbus.verification.language.cue.CueAnswers.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers as the reference's engine does, or not at all. */
class CueVectorsTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("sealbus.root", ".."), "vectors", "cue");
  private static final Path UNDECIDED = VECTORS.resolve("undecided.jsonl");

  static List<Line> decided() {
    try (Stream<Path> files = Files.list(VECTORS)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl") && !file.equals(UNDECIDED))
          .sorted()
          .flatMap(file -> CueAnswers.read(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Line> undecided() {
    return CueAnswers.read(UNDECIDED);
  }

  @ParameterizedTest
  @MethodSource("decided")
  void answersAsTheEngine(Line line) {
    // When
    Answer answer = CueAnswers.ask(line);

    // Then
    assertThat(answer).isEqualTo(line.answer());
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void answersNothingWhereTheEngineIsNotFollowed(Line line) {
    // When
    Answer answer = CueAnswers.ask(line);

    // Then
    assertThat(answer).isEqualTo(Answer.NONE);
  }
}
