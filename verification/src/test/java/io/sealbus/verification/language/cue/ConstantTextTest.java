package io.sealbus.verification.language.cue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.language.cue.CueAnswers.Line;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen at once to satisfy a text is what the evaluator says satisfies it. */
class ConstantTextTest {
  private static final EvaluationLimits LIMITS = EvaluationLimits.DEFAULT;

  private static final List<String> VALUES =
      List.of(
          "\"x\"",
          "\"xy\"",
          "1",
          "1.0",
          "2.50",
          "-3",
          "true",
          "null",
          "string",
          "int",
          "float",
          "number",
          "bool",
          "bytes",
          "uint8",
          "_",
          "=~\"^x\"",
          "!~\"y\"",
          ">1",
          ">=1.0",
          "<2",
          "<\"xx\"",
          "!=\"x\"",
          "!=null",
          "!=1",
          "\"x\" | \"y\"",
          "*\"x\" | string",
          "1 | >2",
          "string | null",
          "int & >0",
          "string & =~\"x\"",
          "number & <9 & >0",
          "[...]",
          "[...string]",
          "[...{a: 1}]",
          "[...{b?: =~\"x\"}]",
          "{}",
          "{a: 1}",
          "{a: string, ...}",
          "{a!: string}",
          "{a?: int}",
          "{a: 1} & {b: 2}");

  private static final List<String> DOCUMENTS =
      List.of(
          "\"x\"",
          "\"xy\"",
          "\"y\"",
          "1",
          "1.0",
          "2.50",
          "2.5",
          "-3",
          "-0",
          "0",
          "300",
          "1e1",
          "true",
          "false",
          "null",
          "[]",
          "[\"x\"]",
          "[1,\"x\"]",
          "[{\"a\":1}]",
          "[{\"b\":\"x\"},{}]",
          "{}",
          "{\"a\":1}",
          "{\"a\":\"x\"}",
          "{\"a\":1,\"b\":2}",
          "{\"a\":1,\"a\":1}",
          "{\"a\":1,\"a\":2}");

  private static @Nullable CuePolicyText compile(String text) {
    return CuePolicyText.compile(text) instanceof Compilation.Compiled compiled
        ? (CuePolicyText) compiled.text()
        : null;
  }

  private static boolean admits(String text, String document) {
    CuePolicyText compiled = compile(text);
    return compiled != null && compiled.admits(CueAnswers.json(document), LIMITS);
  }

  private static boolean isRight(CuePolicyText text, JsonValue document) {
    return !text.admits(document, LIMITS)
        || text.evaluateAny(document, LIMITS) instanceof Outcome.Satisfied;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a: \"x\"; {\"a\":\"x\",\"b\":[1.5]}",
        "a: b: c: =~\"^x\"; {\"a\":{\"b\":{\"c\":\"xy\",\"d\":null}}}",
        "a: int & >=2, b: \"x\" | \"y\"; {\"a\":2,\"b\":\"y\"}",
        "a: int & >=2; {\"a\":2}",
        "a: [...{b: string}]; {\"a\":[{\"b\":\"x\"},{\"c\":1}]}",
        "a: b: 1, a: c: 2; {\"a\":{\"b\":1,\"c\":2}}",
        "a: \"x\"; {}"
      })
  void saysYesToWhatIsPlain(String text, String document) {
    String several = text.replace(", ", "\n");
    assertThat(admits(several, document)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: \"x\", b: a",
        "#A: {a: \"x\"}",
        "a: close({})",
        "a: [string]",
        "a: \"\\(b)\", b: \"x\"",
        "[string]: \"x\"",
        "let x = 1, a: x",
        "if true {a: \"x\"}",
        "_a: \"x\"",
        "X=a: \"x\", b: X",
        "string: \"x\", a: string",
        "a?: {b: int}, a?: {b: string}",
        "a?: b: int & string",
        "a: [...{b: int} & {b: string}]",
        "import \"strings\", a: strings.MinRunes(1)"
      })
  void saysNothingWhereAnythingRefers(String text) {
    CuePolicyText compiled = compile(text.replace(", ", "\n"));
    assertThat(compiled).isNotNull();
    assertThat(compiled.admits(CueAnswers.json("{\"a\":\"x\"}"), LIMITS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":\"y\"}", "{\"a\":1}", "{\"a\":\"x\",\"a\":\"x\"}", "{\"b\":1e9}", "\"x\""})
  void saysNothingToWhatIsOtherwise(String document) {
    assertThat(admits("a: \"x\"", document)).isFalse();
  }

  @Test
  void leavesToTheEvaluatorWhatMayBeBeyondItsLimits() {
    CuePolicyText text = compile("a: [...{b: string, c: string}]");
    assertThat(text).isNotNull();
    String elements = "{\"b\":\"x\"},".repeat(20_000) + "{}";
    assertThat(text.admits(CueAnswers.json("{\"a\":[" + elements + "]}"), LIMITS)).isFalse();
    JsonValue small = CueAnswers.json("{\"a\":[{\"b\":\"x\"}]}");
    assertThat(text.admits(small, LIMITS)).isTrue();
    assertThat(text.admits(small, new EvaluationLimits(100, 1000, 256))).isFalse();
    assertThat(text.admits(small, new EvaluationLimits(500_000, 30, 256))).isFalse();
    assertThat(text.admits(small, new EvaluationLimits(500_000, 1000, 8))).isFalse();
  }

  @Test
  void agreesWithTheEvaluatorOnEveryPair() {
    int yes = 0;
    for (String value : VALUES) {
      for (String again : VALUES) {
        CuePolicyText text = compile("a: " + value + "\na: " + again + "\nb: c: " + value);
        for (String document : DOCUMENTS) {
          JsonValue json = CueAnswers.json("{\"a\":" + document + ",\"b\":{\"d\":1}}");
          if (text != null) {
            assertThat(isRight(text, json)).as("%s & %s | %s", value, again, document).isTrue();
            yes += text.admits(json, LIMITS) ? 1 : 0;
          }
        }
      }
    }
    assertThat(yes).isGreaterThan(500);
  }

  @Test
  void agreesWithTheEvaluatorOnWhateverIsMadeUp() {
    var random = new Random(11);
    int yes = 0;
    for (int i = 0; i < 20_000; i++) {
      String source = struct(random, 3);
      CuePolicyText text = compile(source);
      for (int j = 0; j < 4 && text != null; j++) {
        String document = object(random, 3);
        JsonValue json = CueAnswers.json(document);
        assertThat(isRight(text, json)).as("%s | %s", source, document).isTrue();
        yes += text.admits(json, LIMITS) ? 1 : 0;
      }
    }
    assertThat(yes).isGreaterThan(500);
  }

  @Test
  void agreesWithTheEvaluatorOnTheVectors() {
    List<Line> lines = CueVectorsTest.decided();
    var random = new Random(13);
    for (Line line : lines) {
      CuePolicyText text = compile(line.text());
      if (text != null) {
        assertThat(isRight(text, CueAnswers.json(line.document()))).as("%s", line).isTrue();
        for (int i = 0; i < 5; i++) {
          String other = lines.get(random.nextInt(lines.size())).document();
          assertThat(isRight(text, CueAnswers.json(other))).as("%s | %s", line, other).isTrue();
        }
      }
    }
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String struct(Random random, int levels) {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String value =
          levels > 0 && random.nextInt(3) == 0
              ? "{" + struct(random, levels - 1).replace('\n', ',') + "}"
              : one(random, VALUES);
      text.append("abc".charAt(random.nextInt(3)));
      text.append(random.nextInt(8) == 0 ? "?: " : ": ").append(value).append('\n');
    }
    return text.toString();
  }

  private static String object(Random random, int levels) {
    var text = new StringBuilder("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      String value =
          levels > 0 && random.nextInt(3) == 0
              ? object(random, levels - 1)
              : one(random, DOCUMENTS);
      text.append(text.length() > 1 ? "," : "").append('"');
      text.append("abc".charAt(random.nextInt(3))).append("\":").append(value);
    }
    return text.append('}').toString();
  }
}
