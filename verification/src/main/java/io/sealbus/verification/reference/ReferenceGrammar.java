package io.sealbus.verification.reference;

import java.util.regex.Pattern;

/**
 * The grammar of image references as regular expressions. All are free of nested ambiguity, so that
 * matching takes time linear in the text, and are matched against whole texts only.
 *
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference#pkg-overview">distribution,
 *     package reference</a>
 */
final class ReferenceGrammar {
  private static final String DOMAIN_COMPONENT = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final String DOMAIN_TEXT =
      DOMAIN_COMPONENT + "(?:\\." + DOMAIN_COMPONENT + ")*(?::[0-9]+)?";
  private static final String PATH_COMPONENT = "[a-z0-9]++(?:(?:[._]|__|-+)[a-z0-9]++)*+";
  private static final String PATH_TEXT = PATH_COMPONENT + "(?:/" + PATH_COMPONENT + ")*+";

  /** {@code host} or {@code host:port}. */
  static final Pattern DOMAIN = Pattern.compile(DOMAIN_TEXT);

  /** Path components, separated by slashes. */
  static final Pattern PATH = Pattern.compile(PATH_TEXT);

  /** A tag. */
  static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /** 64 hex digits alone: an image id, which is not a name. */
  static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

  private ReferenceGrammar() {}

  static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }
}
