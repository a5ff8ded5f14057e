package io.sealbus.verification.sigstore;

import com.google.re2j.Pattern;
import io.sealbus.verification.golang.GoText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of image names: {@code *} stands for anything without a slash, {@code **} for anything.
 * It is held against whole names, which are always in full: {@code registry/repository:tag} or
 * {@code registry/repository@digest}, with Docker Hub as {@code index.docker.io}.
 */
public final class Glob {
  private static final String HUB = "index.docker.io/";
  private static final String REFERENCE_HUB = "docker.io/";

  private final String text;
  private final Pattern pattern;

  /** Every name that matches begins with it; most names are told apart by it alone. */
  private final String literal;

  /** Whether anything may follow the literal beginning. */
  private final boolean open;

  private Glob(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
    this.literal = literalPrefix();
    this.open = expanded(text).equals(literal + "**");
  }

  /** The glob, or empty where {@code text} is none. Never throws. */
  public static Optional<Glob> parse(String text) {
    if (!isGlob(text)) {
      return Optional.empty();
    }
    String expanded = expanded(text);
    var regexp = new StringBuilder();
    for (int i = 0; i < expanded.length(); i++) {
      char c = expanded.charAt(i);
      if (c == '*' && i + 1 < expanded.length() && expanded.charAt(i + 1) == '*') {
        regexp.append(".*");
        i++;
      } else if (c == '*') {
        regexp.append("[^/]*");
      } else {
        regexp.append(c == '.' ? "\\." : c);
      }
    }
    return Optional.of(new Glob(text, Pattern.compile(regexp.toString())));
  }

  /** What is wrong with {@code text}, in the reference's words; null for nothing. */
  static @Nullable String fault(String text) {
    if (!PathPattern.isWellFormed(text)) {
      return "syntax error in pattern";
    }
    return isGlob(text) ? null : "invalid glob " + GoText.quote(text);
  }

  /** Whether {@code name}, which is in full, is one of these. */
  public boolean matches(String name) {
    return name.startsWith(literal) && (open && isOneLine(name) || pattern.matches(name));
  }

  /** A line feed is what no wildcard stands for. */
  private static boolean isOneLine(String name) {
    return name.indexOf('\n') < 0;
  }

  /**
   * What every name that matches starts with: the text up to its first wildcard. Docker Hub is
   * {@code index.docker.io} in it. Empty where any name may match.
   */
  public String literalPrefix() {
    String expanded = expanded(text);
    int star = expanded.indexOf('*');
    return star < 0 ? expanded : expanded.substring(0, star);
  }

  /**
   * Prefixes of which one is what the reference of every image starts with that matches, in the
   * form {@code host/repository} with Docker Hub as {@code docker.io}. An image under a tag is
   * matched by its digest, so that nothing of a tag or digest is in them. The empty text where any
   * image may match.
   */
  public List<String> referencePrefixes() {
    String prefix = literalPrefix();
    int slash = prefix.lastIndexOf('/');
    int end = prefix.length();
    for (char mark : new char[] {'@', ':'}) {
      int at = prefix.indexOf(mark, slash + 1);
      end = at < 0 ? end : Math.min(end, at);
    }
    String name = prefix.substring(0, end);
    if (name.startsWith(HUB)) {
      return List.of(REFERENCE_HUB + name.substring(HUB.length()));
    }
    return name.isEmpty() || !HUB.startsWith(name) ? List.of(name) : List.of(name, REFERENCE_HUB);
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }

  /** These two mean Docker Hub's images, not everybody's. */
  private static String expanded(String text) {
    return switch (text) {
      case "*/*" -> HUB + "*/*";
      case "*" -> HUB + "library/*";
      default -> text;
    };
  }

  private static boolean isGlob(String text) {
    return !text.isEmpty() && text.chars().allMatch(Glob::isGlobCharacter);
  }

  private static boolean isGlobCharacter(int c) {
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    return letter || c >= '0' && c <= '9' || "-_:/*.@".indexOf(c) >= 0;
  }
}
