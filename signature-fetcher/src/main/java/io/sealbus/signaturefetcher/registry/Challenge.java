package io.sealbus.signaturefetcher.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a {@code WWW-Authenticate} header.
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters names in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, 11.6.1</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_CHALLENGES = 16;

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /**
   * The challenges of all header lines, in order, as far as they follow the grammar. Never throws.
   */
  static List<Challenge> parse(List<String> headers) {
    var challenges = new ArrayList<Challenge>();
    for (String header : headers) {
      new Parser(header, challenges).run();
    }
    return List.copyOf(challenges);
  }

  private static final class Parser {
    private final String text;
    private final List<Challenge> challenges;
    private int at;

    Parser(String text, List<Challenge> challenges) {
      this.text = text;
      this.challenges = challenges;
    }

    void run() {
      Map<String, String> parameters = new LinkedHashMap<>();
      while (challenges.size() < MAX_CHALLENGES) {
        skip(" \t,");
        String name = token();
        if (name.isEmpty()) {
          return;
        }
        skip(" \t");
        if (peek('=')) {
          at++;
          skip(" \t");
          // The first value counts: a second realm must not replace one that was already judged.
          parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
        } else {
          parameters = new LinkedHashMap<>();
          challenges.add(new Challenge(name.toLowerCase(Locale.ROOT), parameters));
        }
      }
    }

    private String value() {
      if (!peek('"')) {
        return token();
      }
      var value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(Math.min(start, text.length()), Math.min(at, text.length()));
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private boolean peek(char c) {
      return at < text.length() && text.charAt(at) == c;
    }
  }
}
