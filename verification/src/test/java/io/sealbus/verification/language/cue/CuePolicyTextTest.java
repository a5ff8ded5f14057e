package io.sealbus.verification.language.cue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.Malformed;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.language.cue.CueAnswers.Line;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised beside the answers: the words they begin with, bounds, and no exception. */
class CuePolicyTextTest {
  private static Outcome evaluate(String text, String document, EvaluationLimits limits) {
    Compilation compilation = CuePolicyText.compile(text);
    assertThat(compilation).isInstanceOf(Compiled.class);
    return ((Compiled) compilation).text().evaluate(CueAnswers.json(document), limits);
  }

  @Test
  void saysThatATextDoesNotCompile() {
    // When
    Compilation compilation = CuePolicyText.compile("a: b");

    // Then
    assertThat(compilation).isInstanceOf(Malformed.class);
    assertThat(((Malformed) compilation).message())
        .startsWith("failed to compile the cue policy with error: ")
        .contains("reference \"b\" not found");
  }

  @Test
  void saysThatADocumentDoesNotSatisfy() {
    // When
    Outcome outcome = evaluate("a: {b: 1}", "{\"a\": {\"b\": 2}}", EvaluationLimits.DEFAULT);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Unsatisfied.class);
    assertThat(((Outcome.Unsatisfied) outcome).message())
        .startsWith("failed to evaluate the policy with error: a.b: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import \"encoding/json\"\na: json.Validate(\"{}\")",
        "import \"strings\"\na: strings.ToTitle(\"x\")",
        "a: matchN(1, [int])",
        "@experiment(explicitopen)\na: 1",
        "import \"list\"\na: list"
      })
  void refusesWhatIsNotCovered(String text) {
    // When
    Compilation compilation = CuePolicyText.compile(text);

    // Then
    assertThat(compilation).isInstanceOf(NotCovered.class);
  }

  @Test
  void tellsTheLineOfWhatIsNotCovered() {
    // When
    Compilation compilation = CuePolicyText.compile("a: 1\nb: matchN(1, [int])");

    // Then
    assertThat(compilation).isEqualTo(new NotCovered("builtin matchN", 2));
  }

  @Test
  void leavesUndeterminedWhatTakesTooManySteps() {
    // When
    Outcome outcome =
        evaluate("a: [...int]", "{\"a\": [1, 2, 3]}", new EvaluationLimits(5, 1000, 100));

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Undetermined.class);
  }

  @Test
  void leavesUndeterminedWhatTakesTooManyValues() {
    // When
    Outcome outcome =
        evaluate("a: [...int]", "{\"a\": [1, 2, 3]}", new EvaluationLimits(1000, 4, 100));

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Undetermined.class);
  }

  @Test
  void leavesUndeterminedWhatIsTooDeep() {
    // When
    Outcome outcome =
        evaluate("a: _", "{\"a\": {\"b\": {\"c\": {}}}}", new EvaluationLimits(1000, 1000, 2));

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Undetermined.class);
  }

  @Test
  void evaluatesTheDeepestDocument() {
    // Given
    String document = "{\"a\":".repeat(62) + "1" + "}".repeat(62);

    // When
    Outcome outcome = evaluate("a: a: {...}", document, EvaluationLimits.DEFAULT);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Satisfied.class);
  }

  static List<String> hostile() {
    return List.of(
        "a: " + "(".repeat(100_000),
        "a: " + "{a: ".repeat(50_000),
        "a: ".repeat(50_000) + "1",
        "a: " + "[".repeat(100_000),
        "a: " + "-".repeat(100_000) + "1",
        "a: 1" + " + 1".repeat(50_000),
        "a: _" + " & _".repeat(50_000),
        "a: b" + ".b".repeat(50_000),
        "a: \"\\(" + "\"\\(".repeat(50_000),
        "a: 1e999999999",
        "a: 1e99999 * 1e99999",
        "a: \"x\" * 1000000000",
        "a: 1" + "0".repeat(200_000),
        "#A: {x: #A, y: #A}\na: #A",
        "a: {b: a}",
        "a: b\nb: c\nc: a",
        "a: {x: _, [string]: a}",
        "x: (1 | 2 | 3 | 4) & (1 | 2 | 3)" + " & (1 | 2 | 3 | 4 | 5)".repeat(500),
        "x: ({a: 1} | {b: 1})" + " & ({a: int} | {b: int} | {c: 1} | {d: 1})".repeat(40),
        "a: [for x in b for y in b for z in b for w in b for v in b {x}]\nb: ["
            + "1,".repeat(200)
            + "]",
        "let a = [1]\nx: [for i in a {for j in a {for k in a {i}}}]",
        "f: {n: int, o: (f & {n: n + 1}).o}\nr: (f & {n: 0}).o",
        "@a(" + "(".repeat(100_000),
        "import \"" + "a/".repeat(10_000) + "\"",
        "\u0000",
        "a: \uD800",
        "a: 'é\\xff'");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void survivesHostileTexts(String text) {
    assertThatCode(() -> CuePolicyText.compile(text)).doesNotThrowAnyException();
  }

  @Test
  void survivesTextsWithMistakes() {
    var random = new Random(20_261_126);
    List<Line> lines = CueVectorsTest.decided();
    for (int i = 0; i < 5_000; i++) {
      // Given
      Line line = lines.get(random.nextInt(lines.size()));
      var text = new StringBuilder(line.text());
      for (int mistakes = random.nextInt(3); mistakes >= 0 && !text.isEmpty(); mistakes--) {
        int at = random.nextInt(text.length());
        String other = "{}[]()&|*?!:.,\"'\\#_@=<>~ \n\u0000é0aE";
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, other.charAt(random.nextInt(other.length())));
          default -> text.setCharAt(at, other.charAt(random.nextInt(other.length())));
        }
      }

      // Then
      assertThatCode(
              () -> CueAnswers.ask(new Line(text.toString(), line.document(), line.answer())))
          .as("%s", text)
          .doesNotThrowAnyException();
    }
  }
}
