package io.sealbus.verification.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations are the output of Go 1.26's regexp. */
class GoRegexpTest {
  static Stream<Arguments> patterns() {
    return Stream.of(
        arguments("****", "error parsing regexp: missing argument to repetition operator: `*`"),
        arguments("^(?!evil)", "error parsing regexp: invalid or unsupported Perl syntax: `(?!`"),
        arguments("(", "error parsing regexp: missing closing ): `(`"),
        arguments("a)", "error parsing regexp: unexpected ): `a)`"),
        arguments("[a", "error parsing regexp: missing closing ]: `[a`"),
        arguments("[z-a]", "error parsing regexp: invalid character class range: `z-a`"),
        arguments("a{1001}", "error parsing regexp: invalid repeat count: `{1001}`"),
        arguments("a{2,1}", "error parsing regexp: invalid repeat count: `{2,1}`"),
        arguments("\\", "error parsing regexp: trailing backslash at end of expression: ``"),
        arguments("\\8", "error parsing regexp: invalid escape sequence: `\\8`"),
        arguments("(?i", "error parsing regexp: invalid or unsupported Perl syntax: `(?i`"),
        arguments("(?P<n", "error parsing regexp: invalid named capture: `(?P<n`"),
        arguments("(?<n>a)", null),
        arguments("(?P=n)", "error parsing regexp: invalid or unsupported Perl syntax: `(?P`"),
        arguments("[[:foo:]]", "error parsing regexp: invalid character class range: `[:foo:]`"),
        arguments("\\pX", "error parsing regexp: invalid character class range: `\\pX`"),
        arguments("\\p{Foo}", "error parsing regexp: invalid character class range: `\\p{Foo}`"),
        arguments("x{2}{3}", "error parsing regexp: invalid nested repetition operator: `{2}{3}`"),
        arguments("a**", "error parsing regexp: invalid nested repetition operator: `**`"),
        arguments("a++", "error parsing regexp: invalid nested repetition operator: `++`"),
        arguments("(?P<>a)", "error parsing regexp: invalid named capture: `(?P<>`"),
        arguments("(?z)", "error parsing regexp: invalid or unsupported Perl syntax: `(?z`"),
        arguments("[a-\\d]", "error parsing regexp: invalid escape sequence: `\\d`"),
        arguments("\\Qa\\E", null),
        arguments("*a", "error parsing regexp: missing argument to repetition operator: `*`"),
        arguments("+", "error parsing regexp: missing argument to repetition operator: `+`"),
        arguments("?", "error parsing regexp: missing argument to repetition operator: `?`"),
        arguments("((((", "error parsing regexp: missing closing ): `((((`"),
        arguments("(?:a{1000}){1000}", "error parsing regexp: invalid repeat count: `{1000}`"),
        arguments("\\C", "error parsing regexp: invalid escape sequence: `\\C`"),
        arguments("\\k", "error parsing regexp: invalid escape sequence: `\\k`"),
        arguments("[\\x{110000}]", "error parsing regexp: invalid escape sequence: `\\x{110000`"),
        arguments("a{,2}", null),
        arguments("(?i)(?s)abc", null),
        arguments("(|a)*", null),
        arguments(
            "a{1000}{1000}",
            "error parsing regexp: invalid nested repetition operator: `{1000}{1000}`"),
        arguments("(?-)", "error parsing regexp: invalid or unsupported Perl syntax: `(?-)`"),
        arguments("(?i-)", "error parsing regexp: invalid or unsupported Perl syntax: `(?i-)`"),
        arguments("[^]", "error parsing regexp: missing closing ]: `[^]`"),
        arguments("[]", "error parsing regexp: missing closing ]: `[]`"),
        arguments("\\x", "error parsing regexp: invalid escape sequence: `\\x`"),
        arguments("\\x{", "error parsing regexp: invalid escape sequence: `\\x{`"),
        arguments("\\_", null),
        arguments("(?P<a b>x)", "error parsing regexp: invalid named capture: `(?P<a b>`"),
        arguments("((a{100}){100}){100}", "error parsing regexp: invalid repeat count: `{100}`"),
        arguments("(((a{500}){0}){500})", null),
        arguments("/(?-i){500}(?i){500}", "error parsing regexp: invalid repeat count: `{500}`"),
        arguments("{*", null),
        arguments("a{{2}", null),
        arguments("{+?", null),
        arguments("\\x{41}{2}", null),
        arguments("\\x{1001}", null),
        arguments("\\x{1001}{1001}", "error parsing regexp: invalid repeat count: `{1001}`"),
        arguments("\\é", "error parsing regexp: invalid escape sequence: `\\é`"),
        arguments("[\\é]", "error parsing regexp: invalid escape sequence: `\\é`"),
        arguments("(?P<n>a)(?<n>b)", null),
        arguments("[[:]", null),
        arguments("[!-[:]", null),
        arguments("\\pl\\p{uppercase letter}\\P{^Lower-case_Letter}", null),
        arguments("\\p{LC}[\\p{ASCII}]", null),
        arguments("\\p{greek}", null),
        arguments(
            "\\p{Old_Italic}",
            "error parsing regexp: invalid character class range: `\\p{Old_Italic}`"));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void saysOfAPatternWhatGoSays(String pattern, @Nullable String fault) {
    assertThat(GoRegexp.fault(pattern)).isEqualTo(fault);
  }

  static Stream<Arguments> matches() {
    return Stream.of(
        arguments("^{*$", "{{", true),
        arguments("^{*$", "a", false),
        arguments("^a{{2}$", "a{{", true),
        arguments("^[[:]+$", ":[", true),
        arguments("^[[:]+$", "a", false),
        arguments("^(?P<n>a)(?<n>b)$", "ab", true),
        arguments("^\\x{41}{2}$", "AA", true),
        arguments("^\\Q{*\\E$", "{*", true),
        arguments("^\\p{letter}\\p{punct}$", "a.", true),
        arguments("^\\P{letter}$", "a", false),
        arguments("^\\P{ASCII}$", "a", false),
        arguments("^[\\p{ASCII}]\\P{ascii}$", "aé", true),
        arguments("^\\p{Cased_Letter}\\P{LC}$", "a1", true),
        arguments("(?i)^{S}$", "{s}", true));
  }

  /** So does Go 1.26's regexp. */
  @ParameterizedTest
  @MethodSource("matches")
  void matchesWhatGoMatches(String pattern, String text, boolean found) {
    assertThat(GoRegexp.compile(pattern).matcher(text).find()).isEqualTo(found);
  }

  /** Of these RE2/J would match more, or knows nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"(?i)\\P{Ll}", "(?i:\\p{LC})", "[\\P{ASCII}]", "\\p{Cn}", "\\p{Assigned}"})
  void refusesWhatItDoesNotMatchAsGoDoes(String pattern) {
    assertThat(GoRegexp.fault(pattern)).contains("invalid character class range");
  }

  @Test
  void refusesWhatWouldFillTheMemory() {
    assertThat(GoRegexp.fault("(a{1000}b)".repeat(200))).endsWith("expression too large");
    assertThat(GoRegexp.fault("(".repeat(2000) + ")".repeat(2000))).contains("nests too deeply");
    assertThat(GoRegexp.fault("((((a{30}){30}){30}){30})")).contains("invalid repeat count");
  }
}
