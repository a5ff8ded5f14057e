package io.sealbus.verification.language.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.Malformed;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Satisfied;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Undetermined;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Unsatisfied;
import io.sealbus.verification.language.EvaluationLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CelPolicyTextTest {
  private static final String DOCUMENT =
      """
      {"_type": "https://in-toto.io/Statement/v1",
       "predicateType": "https://slsa.dev/provenance/v1",
       "subject": [{"name": "app", "digest": {"sha256": "abab"}}],
       "predicate": {"builder": {"id": "https://builder.example.org/a"}, "score": 7.5, "count": 3,
                     "big": 12345678901234567890, "tags": ["a", "b"], "none": null,
                     "built": "2024-03-01T12:30:45Z", "x-y": true}}
      """;

  private static Outcome evaluate(String text, EvaluationLimits limits) throws Exception {
    Compilation compilation = CelPolicyText.compile(text);
    assertThat(compilation).isInstanceOf(Compiled.class);
    return ((Compiled) compilation).text().evaluate(JsonParser.parse(DOCUMENT, 1 << 20), limits);
  }

  private static Outcome evaluate(String text) throws Exception {
    return evaluate(text, EvaluationLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "predicateType == 'https://slsa.dev/provenance/v1'",
        "document.predicateType == predicateType && document['_type'].endsWith('/v1')",
        "predicate.builder.id.startsWith('https://builder.example.org/')",
        "predicate.builder.id.matches('^https://[a-z.]+/a$')",
        "subject.exists(s, s.digest.sha256 == 'abab') && size(subject) == 1",
        "subject.all(s, has(s.digest.sha256))",
        "predicate.count == 3 && predicate.count < 3.5 && predicate.score > 7",
        "predicate.big > 12345678901234560000.0",
        "predicate.none == null",
        "!has(predicate.missing)",
        "!has(document.authorityMatches)",
        "predicate['x-y']",
        "timestamp(predicate.built) < timestamp('2025-01-01T00:00:00Z')",
        "timestamp(predicate.built) - timestamp('2024-03-01T00:00:00Z') > duration('12h')",
        "sets.contains(['a', 'b', 'c'], predicate.tags)",
        "math.greatest(predicate.count, 2) == 3",
        "'A-b'.lowerAscii() == 'a-b' && 'a,b'.split(',') == predicate.tags",
        "predicate.?missing.orValue('x') == 'x'",
        "predicate.tags.map(t, t + '!') == ['a!', 'b!']"
      })
  void isSatisfied(String text) throws Exception {
    assertThat(evaluate(text)).isInstanceOf(Satisfied.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "predicate.count == 4",
        "predicate.missing == 1",
        "predicate.missing",
        "authorityMatches.dev.signatures.size() > 0",
        "predicate.count",
        "predicate.builder",
        "predicate.none",
        "predicate.count / 0 == 1",
        "predicate.tags[5] == 'a'",
        "predicate.count + predicate.builder.id == 'x'",
        "timestamp('yesterday') < timestamp(predicate.built)",
        "predicate.builder.id.matches('(')"
      })
  void isNotSatisfied(String text) throws Exception {
    assertThat(evaluate(text)).isInstanceOf(Unsatisfied.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true &&",
        "nosuch == 1",
        "now() > timestamp('2024-01-01T00:00:00Z')",
        "1 + 1",
        "'true'",
        "1 == 'a'",
        "'a'.replace('a', 'b') == 'b'",
        "['a'].join(',') == 'a'",
        "lists.range(5) == []",
        "size(1) == 1",
        "timestamp()"
      })
  void isMalformed(String text) {
    assertThat(CelPolicyText.compile(text)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "!", "-", "{1: ", "a.b(", "true ? "})
  void refusesDeepTexts(String part) {
    assertThat(CelPolicyText.compile(part.repeat(20_000))).isNotInstanceOf(Compiled.class);
  }

  @Test
  void stopsIterationBeyondItsBound() throws Exception {
    String list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
    String text = "true";
    for (char name = 'a'; name < 'h'; name++) {
      text = list + ".all(" + name + ", " + text + ")";
    }

    assertThat(evaluate(text)).isNotInstanceOf(Satisfied.class);
  }

  @Test
  void countsSteps() throws Exception {
    String text = "[1, 2, 3].all(x, x > 0)";

    assertThat(evaluate(text, new EvaluationLimits(10, 1_000, 10)))
        .isInstanceOf(Undetermined.class);
    assertThat(evaluate("true", new EvaluationLimits(100, 3, 10))).isInstanceOf(Undetermined.class);
    assertThat(evaluate(text, new EvaluationLimits(1_000, 1_000, 10)))
        .isInstanceOf(Satisfied.class);
  }
}
