package io.sealbus.verification.language.rego;

import com.google.re2j.Pattern;
import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version as semver.org has it, with or without a {@code v} before it.
 *
 * @param numbers major, minor and patch
 * @param preRelease empty where there is none
 */
record SemanticVersion(List<Long> numbers, String preRelease)
    implements Comparable<SemanticVersion> {
  private static final Pattern IDENTIFIERS = Pattern.compile("[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*");

  static void addTo(Map<String, Function> functions) {
    functions.put("semver.compare", a -> RegoValue.of(required(a, 0).compareTo(required(a, 1))));
    functions.put(
        "semver.is_valid",
        a -> RegoValue.of(a.value(0) instanceof RegoString(String text) && parse(text) != null));
  }

  private static SemanticVersion required(Arguments arguments, int index) {
    SemanticVersion version = parse(arguments.text(index));
    if (version == null) {
      throw new Mismatch();
    }
    return version;
  }

  static @Nullable SemanticVersion parse(String text) {
    String rest = text.startsWith("v") ? text.substring(1) : text;
    int plus = rest.indexOf('+');
    String metadata = plus < 0 ? "" : rest.substring(plus + 1);
    rest = plus < 0 ? rest : rest.substring(0, plus);
    int dash = rest.indexOf('-');
    String preRelease = dash < 0 ? "" : rest.substring(dash + 1);
    rest = dash < 0 ? rest : rest.substring(0, dash);
    boolean fits =
        (metadata.isEmpty() || IDENTIFIERS.matches(metadata))
            && (preRelease.isEmpty() || IDENTIFIERS.matches(preRelease));
    String[] numbers = rest.split("\\.", -1);
    if (!fits || numbers.length != 3) {
      return null;
    }
    try {
      return new SemanticVersion(
          List.of(
              Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2])),
          preRelease);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public int compareTo(SemanticVersion other) {
    for (int i = 0; i < 3; i++) {
      int order = Long.compare(numbers.get(i), other.numbers.get(i));
      if (order != 0) {
        return order;
      }
    }
    if (preRelease.equals(other.preRelease)) {
      return 0;
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return preRelease.isEmpty() ? 1 : -1;
    }
    return comparePreReleases(preRelease.split("\\."), other.preRelease.split("\\."));
  }

  /** Numbers come before words, and fewer parts before more. */
  private static int comparePreReleases(String[] a, String[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      boolean numberA = a[i].chars().allMatch(c -> c >= '0' && c <= '9');
      boolean numberB = b[i].chars().allMatch(c -> c >= '0' && c <= '9');
      if (numberA != numberB) {
        return numberA ? -1 : 1;
      }
      int order = numberA ? Long.compare(number(a[i]), number(b[i])) : a[i].compareTo(b[i]);
      if (order != 0) {
        return Integer.signum(order);
      }
    }
    return Integer.compare(a.length, b.length);
  }

  /** What does not fit is the largest number, as in Go. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
