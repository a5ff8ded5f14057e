package io.sealbus.verification.golang;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A class of characters by its name as in {@code \p{Greek}}, in RE2/J's words. Go knows longer
 * names of categories too, and looks at neither case nor what separates words. RE2/J's tables are
 * older; of ASCII they say the same.
 *
 * @param members what stands for it within brackets
 * @see <a href="https://go.dev/doc/go1.25#regexpsyntaxpkgregexpsyntax">Go 1.25, regexp/syntax</a>
 */
record UnicodeClass(String members) {
  private static final Map<String, String> MEMBERS = table();

  /** The class; empty for a name that has none. */
  static Optional<UnicodeClass> named(String name) {
    var canonical = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (c != '_' && c != '-' && c != ' ') {
        canonical.append(canonical.isEmpty() ? upper(c) : lower(c));
      }
    }
    String known = canonical.toString();
    String members = MEMBERS.getOrDefault(known, "\\p{" + known + "}");
    try {
      Pattern.compile("[" + members + "]");
      return Optional.of(new UnicodeClass(members));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
  }

  /** Whether RE2/J leaves upper case out of it where case does not matter. */
  boolean isFoldedOtherwise() {
    return members.contains("{Ll}");
  }

  /** Within brackets or alone; empty for what brackets cannot hold. */
  Optional<String> text(boolean negated, boolean inClass) {
    boolean one = members.startsWith("\\p") && members.indexOf('}') == members.length() - 1;
    if (one) {
      return Optional.of(negated ? "\\P" + members.substring(2) : members);
    }
    if (inClass) {
      return negated ? Optional.empty() : Optional.of(members);
    }
    return Optional.of((negated ? "[^" : "[") + members + "]");
  }

  private static Map<String, String> table() {
    String longer =
        "C Other, Cc Control, Cc cntrl, Cf Format, Co Private Use, Cs Surrogate, L Letter,"
            + " Ll Lowercase Letter, Lm Modifier Letter, Lo Other Letter, Lt Titlecase Letter,"
            + " Lu Uppercase Letter, M Mark, M Combining Mark, Mc Spacing Mark, Me Enclosing Mark,"
            + " Mn Nonspacing Mark, N Number, Nd Decimal Number, Nd digit, Nl Letter Number,"
            + " No Other Number, P Punctuation, P punct, Pc Connector Punctuation,"
            + " Pd Dash Punctuation, Pe Close Punctuation, Pf Final Punctuation,"
            + " Pi Initial Punctuation, Po Other Punctuation, Ps Open Punctuation, S Symbol,"
            + " Sc Currency Symbol, Sk Modifier Symbol, Sm Math Symbol, So Other Symbol,"
            + " Z Separator, Zl Line Separator, Zp Paragraph Separator, Zs Space Separator";
    var members = new HashMap<String, String>();
    for (String each : longer.split(", ")) {
      String[] words = each.split(" ", 2);
      String name = words[1].replace(" ", "");
      members.put(
          name.substring(0, 1).toUpperCase(Locale.ROOT)
              + name.substring(1).toLowerCase(Locale.ROOT),
          "\\p{" + words[0] + "}");
    }
    for (String cased : new String[] {"Lc", "Casedletter"}) {
      members.put(cased, "\\p{Lu}\\p{Ll}\\p{Lt}");
    }
    members.put("Ascii", "\\x00-\\x7F");
    return members;
  }
}
