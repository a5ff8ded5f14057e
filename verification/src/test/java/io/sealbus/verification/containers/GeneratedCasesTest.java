package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.crypto.SignatureProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The cases that {@code interop/cmd/generate} wrote, straight from their layouts. A disagreement
 * becomes a vector; its file and its repositories are copied as they are.
 */
@EnabledIfSystemProperty(named = "sealbus.generated", matches = ".+")
class GeneratedCasesTest {
  private static final Path ROOT = Path.of(System.getProperty("sealbus.generated", "."));

  @Test
  void agreesWithTheReferenceWithTheJdk() {
    assertThat(disagreements(SignatureProvider.jdk())).isEmpty();
  }

  @Test
  void agreesWithTheReferenceWithTheAcceleratedProvider() {
    assertThat(SignatureProvider.accelerated().map(GeneratedCasesTest::disagreements))
        .hasValueSatisfying(found -> assertThat(found).isEmpty());
  }

  private static List<String> disagreements(SignatureProvider provider) {
    var runner = new CaseRunner(ROOT, provider);
    try (Stream<Path> files = Files.list(ROOT.resolve("cases"))) {
      List<Path> cases = files.sorted().toList();
      assertThat(cases).isNotEmpty();
      return cases.parallelStream()
          .map(EvaluationCase::read)
          .flatMap(given -> disagreement(runner, given).stream())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Optional<String> disagreement(CaseRunner runner, EvaluationCase given) {
    String errorClass = given.errorClass() == null ? "" : given.errorClass();
    var expected = new CaseRunner.Answer(given.accepted(), errorClass, given.reasons());
    try {
      CaseRunner.Answer actual = runner.run(given);
      return actual.equals(expected)
          ? Optional.empty()
          : Optional.of(given.name() + ": expected " + expected + ", got " + actual);
    } catch (Exception | StackOverflowError e) {
      return Optional.of(given.name() + ": " + e);
    }
  }
}
