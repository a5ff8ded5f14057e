package io.sealbus.verification.language.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Satisfied;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Undetermined;
import io.sealbus.verification.language.EvaluationLimits;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and documents that mean harm. */
final class RegoBoundsTest {
  private static Outcome evaluate(String body, EvaluationLimits limits) throws Exception {
    Compilation compilation = RegoPolicyText.compile("package sigstore\n" + body);
    assertThat(compilation).isInstanceOf(Compiled.class);
    return ((Compiled) compilation).text().evaluate(JsonParser.parse("{}", 10), limits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isCompliant { numbers.range(1, 1000000000000)[_] == 0 }",
        "isCompliant { x := numbers.range(1, 3000); x[a] + x[b] + x[c] == 1 }",
        "isCompliant { count([1 | n := numbers.range(1, 2000); n[_]; n[_]]) == 1 }",
        "isCompliant { bits.lsh(1, 100000000) == 1 }",
        "isCompliant { sprintf(\"%1000000d\", [1]) == \"\" }",
        "p0 = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\np1 = concat(p0, [p0, p0, p0, p0, p0, p0, p0, p0])\n"
            + "p2 = concat(p1, [p1, p1, p1, p1, p1, p1, p1, p1])\n"
            + "p3 = concat(p2, [p2, p2, p2, p2, p2, p2, p2, p2])\n"
            + "p4 = replace(p3, \"a\", p3)\nisCompliant { count(p4) == 1 }"
      })
  void stopsWhatTakesTooLong(String body) throws Exception {
    assertThat(evaluate(body, EvaluationLimits.DEFAULT)).isInstanceOf(Undetermined.class);
  }

  @Test
  void stopsFunctionsThatCallEachOtherExponentially() throws Exception {
    var text = new StringBuilder("f0(x) = x\n");
    for (int i = 1; i < 40; i++) {
      text.append("f%d(x) = y { y := f%d(x) + f%d(x + 1) }%n".formatted(i, i - 1, i - 1));
    }
    text.append("isCompliant { f39(1) > 0 }");

    assertThat(evaluate(text.toString(), EvaluationLimits.DEFAULT))
        .isInstanceOf(Undetermined.class);
  }

  @Test
  void stopsNestingBeyondItsBound() throws Exception {
    assertThat(evaluate(chain(200), EvaluationLimits.DEFAULT)).isInstanceOf(Satisfied.class);
    assertThat(evaluate(chain(300), EvaluationLimits.DEFAULT)).isInstanceOf(Undetermined.class);
  }

  private static String chain(int length) {
    var text = new StringBuilder("p0 { true }\n");
    for (int i = 1; i < length; i++) {
      text.append("p%d { p%d }%n".formatted(i, i - 1));
    }
    return text.append("isCompliant { p%d }".formatted(length - 1)).toString();
  }

  @Test
  void countsTheSameEachTime() throws Exception {
    String body = "isCompliant { count([x | x := numbers.range(1, 100)[_]; x > 50]) == 50 }";
    long enough = 1;
    while (!(evaluate(body, new EvaluationLimits(enough, 1_000_000, 256)) instanceof Satisfied)) {
      enough++;
    }

    assertThat(evaluate(body, new EvaluationLimits(enough, 1_000_000, 256)))
        .isInstanceOf(Satisfied.class);
    assertThat(evaluate(body, new EvaluationLimits(enough - 1, 1_000_000, 256)))
        .isInstanceOf(Undetermined.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "(", "{x | ", "f(", "not ", "a.b[", "{\"a\": "})
  void refusesDeepTexts(String part) {
    Compilation compilation =
        RegoPolicyText.compile("package sigstore\nisCompliant { " + part.repeat(20_000) + " }");

    assertThat(compilation).isNotInstanceOf(Compiled.class);
  }

  @Test
  void refusesLongTexts() {
    assertThat(RegoPolicyText.compile("package sigstore\n#" + "x".repeat(Compilation.MAX_TEXT)))
        .isInstanceOf(NotCovered.class);
  }

  @Test
  void refusesManyOperatorsInARow() {
    Compilation compilation =
        RegoPolicyText.compile(
            "package sigstore\nisCompliant { 1" + " + 1".repeat(30_000) + " == 1 }");

    assertThat(compilation).isNotNull();
  }

  /** Never throws, whatever the text. */
  @Test
  void readsAnything() {
    var random = new Random(7);
    String[] parts = {
      "package",
      "sigstore",
      "import",
      "isCompliant",
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      "x",
      ":=",
      "=",
      "==",
      "\n",
      ";",
      "not",
      "some",
      "every",
      "in",
      "if",
      "contains",
      "else",
      "default",
      "with",
      "as",
      "input",
      ".",
      ",",
      ":",
      "|",
      "1",
      "\"a\"",
      "`",
      "\"",
      "_",
      "data",
      "true",
      "-",
      "#",
      "$"
    };
    for (int i = 0; i < 3_000; i++) {
      var text = new StringBuilder(i % 2 == 0 ? "package sigstore\n" : "");
      for (int j = random.nextInt(40); j > 0; j--) {
        text.append(parts[random.nextInt(parts.length)]).append(random.nextBoolean() ? " " : "");
      }
      assertThat(RegoPolicyText.compile(text.toString())).isNotNull();
    }
  }
}
