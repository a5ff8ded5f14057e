package io.sealbus.verification.language.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.EvaluationLimits;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen at once to be true is what the engine says is true. */
class PlainExpressionTest {
  private static final EvaluationLimits LIMITS = EvaluationLimits.DEFAULT;

  private static final List<String> OPERANDS =
      List.of(
          "predicate",
          "predicate.a",
          "predicate.b",
          "predicate.a.b",
          "predicateType",
          "document.predicate.a",
          "document.c",
          "metadata.a",
          "'x'",
          "'xy'",
          "''",
          "1",
          "2",
          "-1",
          "true",
          "false");

  private static final List<String> VALUES =
      List.of(
          "\"x\"",
          "\"xy\"",
          "\"\"",
          "1",
          "2",
          "1.0",
          "-1",
          "true",
          "false",
          "null",
          "[]",
          "{}",
          "[\"x\"]",
          "{\"b\":\"x\"}",
          "{\"b\":1}",
          "1e0",
          "{\"b\":1,\"b\":2}");

  private static @Nullable CelPolicyText compile(String text) {
    return CelPolicyText.compile(text) instanceof Compilation.Compiled compiled
        ? (CelPolicyText) compiled.text()
        : null;
  }

  private static JsonValue json(String text) {
    try {
      return JsonParser.parse(text, 1 << 24);
    } catch (InvalidJsonException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static boolean isRight(CelPolicyText text, JsonValue document) {
    return !text.admits(document, LIMITS)
        || text.evaluateAny(document, LIMITS) instanceof Outcome.Satisfied;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "predicateType == 'x'; {\"predicateType\":\"x\"}",
        "predicate.a.b.startsWith('x') && predicate.n == 1; {\"predicate\":{\"a\":{\"b\":\"xy\"},\"n\":1}}",
        "has(predicate.a) || predicate.b; {\"predicate\":{\"a\":1}}",
        "!has(predicate.a) && predicate.b; {\"predicate\":{\"b\":true}}",
        "predicateType in ['x', 'y']; {\"predicateType\":\"y\"}",
        "!(predicateType in ['x', 'y']); {\"predicateType\":\"z\"}",
        "predicateType != 'x' || predicate.none == 'x'; {\"predicateType\":\"y\"}"
      })
  void saysYesToWhatIsPlain(String text, String document) {
    CelPolicyText compiled = compile(text);
    assertThat(compiled).isNotNull();
    assertThat(compiled.admits(json(document), LIMITS)).isTrue();
    assertThat(compiled.evaluateAny(json(document), LIMITS)).isInstanceOf(Outcome.Satisfied.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predicateType != 'x'",
        "predicateType == 1",
        "predicate.a == predicate.b",
        "predicate == predicate",
        "predicate.d == 1",
        "!predicate.none",
        "size(predicateType) == 1",
        "[1].all(i, predicateType == 'x')",
        "predicate.?a.orValue('x') == 'x'"
      })
  void saysNothingOtherwise(String text) {
    CelPolicyText compiled = compile(text);
    assertThat(compiled).isNotNull();
    JsonValue document = json("{\"predicateType\":\"x\",\"predicate\":{\"c\":1,\"d\":1.0}}");
    assertThat(compiled.admits(document, LIMITS)).isFalse();
  }

  @Test
  void leavesToTheEngineWhatMayBeBeyondItsLimits() {
    CelPolicyText text = compile("predicateType == 'x' && !(predicateType in ['y', 'z'])");
    assertThat(text).isNotNull();
    JsonValue document = json("{\"predicateType\":\"x\",\"predicate\":{\"a\":[1,2,3]}}");
    assertThat(text.admits(document, LIMITS)).isTrue();
    assertThat(text.admits(document, new EvaluationLimits(40, 1000, 256))).isFalse();
    assertThat(text.admits(document, new EvaluationLimits(500_000, 3, 256))).isFalse();
    String endless = "y".repeat(1 << 23);
    assertThat(
            text.admits(
                json("{\"predicateType\":\"x\",\"predicate\":\"" + endless + "\"}"), LIMITS))
        .isFalse();
  }

  @Test
  void agreesWithTheEngineOnWhateverIsMadeUp() {
    var random = new Random(17);
    int yes = 0;
    for (int i = 0; i < 5_000; i++) {
      String expression = expression(random, 3);
      CelPolicyText text = compile(expression);
      for (int j = 0; j < 8 && text != null; j++) {
        String document = document(random);
        JsonValue json = json(document);
        assertThat(isRight(text, json)).as("%s | %s", expression, document).isTrue();
        yes += text.admits(json, LIMITS) ? 1 : 0;
      }
    }
    assertThat(yes).isGreaterThan(1000);
  }

  private static String expression(Random random, int levels) {
    String left = one(random, OPERANDS);
    String right = one(random, OPERANDS);
    return switch (random.nextInt(levels > 0 ? 14 : 9)) {
      case 0, 1 -> left + " == " + right;
      case 2 -> left + " != " + right;
      case 3 -> left + ".startsWith(" + right + ")";
      case 4 -> left + ".endsWith(" + right + ")";
      case 5 -> left + ".contains(" + right + ")";
      case 6 -> left + " in ['x', 1, " + right + "]";
      case 7 -> "has(" + one(random, List.of("predicate.a", "predicate.a.b", "document.c")) + ")";
      case 8 -> left;
      case 9 -> "!(" + expression(random, levels - 1) + ")";
      case 10, 11 ->
          "(" + expression(random, levels - 1) + ") && (" + expression(random, levels - 1) + ")";
      default ->
          "(" + expression(random, levels - 1) + ") || (" + expression(random, levels - 1) + ")";
    };
  }

  private static String document(Random random) {
    if (random.nextInt(20) == 0) {
      return one(random, VALUES);
    }
    return "{\"predicate\":"
        + (random.nextInt(8) == 0
            ? one(random, VALUES)
            : "{\"a\":" + one(random, VALUES) + ",\"b\":" + one(random, VALUES) + "}")
        + ",\"predicateType\":"
        + one(random, VALUES)
        + ",\"c\":"
        + one(random, VALUES)
        + "}";
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
