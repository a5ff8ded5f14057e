package io.sealbus.policyingest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Did you mean? */
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /** {@code , did you mean "x"?} less the final mark, or nothing where nothing is near. */
  static String hint(String given, Collection<String> known) {
    return to(given, known).map(k -> ", did you mean \"" + k + "\"").orElse("");
  }

  /** The known word that is a slip of the pen away: at most a third of its letters differ. */
  static Optional<String> to(String given, Collection<String> known) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(k -> distance(given, k)))
        .filter(k -> distance(given, k) <= Math.max(2, k.length() / 3));
  }

  /** Levenshtein's distance, case not counted. */
  private static int distance(String given, String known) {
    String a = given.toLowerCase(Locale.ROOT);
    String b = known.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
