package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChallengeTest {
  record Case(List<String> headers, List<Challenge> expected) {}

  static List<Case> challenges() {
    return List.of(
        new Case(
            List.of(
                "Bearer realm=\"https://a/t\",service=\"s\" , scope=\"repository:a/b:pull,push\""),
            List.of(
                new Challenge(
                    "bearer",
                    Map.of(
                        "realm",
                        "https://a/t",
                        "service",
                        "s",
                        "scope",
                        "repository:a/b:pull,push")))),
        new Case(
            List.of("Basic realm=x, Bearer REALM=\"q\\\"uote\""),
            List.of(
                new Challenge("basic", Map.of("realm", "x")),
                new Challenge("bearer", Map.of("realm", "q\"uote")))),
        new Case(
            List.of("Negotiate", "Basic realm=\"x\""),
            List.of(
                new Challenge("negotiate", Map.of()),
                new Challenge("basic", Map.of("realm", "x")))),
        // The first of two realms counts, so that what is checked is what is used.
        new Case(
            List.of("Bearer realm=\"one\",realm=\"two\""),
            List.of(new Challenge("bearer", Map.of("realm", "one")))),
        new Case(List.of("", ",,", "=", "\"", "=\"x"), List.of()));
  }

  @ParameterizedTest
  @MethodSource("challenges")
  void readsChallenges(Case one) {
    assertThat(Challenge.parse(one.headers)).isEqualTo(one.expected);
  }

  @Test
  void endsOnWhateverItIsGiven() {
    RandomGenerator random = new java.util.Random(1);
    String alphabet = "aB =,\"\\\t";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      random
          .ints(random.nextInt(40), 0, alphabet.length())
          .forEach(c -> text.append(alphabet.charAt(c)));
      assertThat(Challenge.parse(List.of(text.toString()))).hasSizeLessThanOrEqualTo(16);
    }
  }
}
