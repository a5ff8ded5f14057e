package io.sealbus.verification.language.rego;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sealbus.verification.golang.GoRegexp;
import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoNull;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Regular expressions, by RE2 as in the reference, and globs. */
final class Patterns {
  private Patterns() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("regex.match", a -> RegoValue.of(compiled(a, 0).matcher(text(a, 1)).find()));
    functions.put("re_match", a -> RegoValue.of(compiled(a, 0).matcher(text(a, 1)).find()));
    functions.put("regex.is_valid", Patterns::isValid);
    functions.put("regex.find_n", Patterns::find);
    functions.put("regex.find_all_string_submatch_n", Patterns::findGroups);
    functions.put("regex.split", Patterns::split);
    functions.put("regex.replace", Patterns::replace);
    functions.put("glob.match", Patterns::globMatch);
    functions.put("glob.quote_meta", a -> RegoValue.of(Glob.quoted(a.text(0))));
  }

  /** The text to be searched, whose length is paid for. */
  private static String text(Arguments arguments, int index) {
    String text = arguments.text(index);
    arguments.work(8L * text.length());
    return text;
  }

  private static Pattern compiled(Arguments arguments, int index) {
    String pattern = arguments.text(index);
    arguments.work(16L * pattern.length());
    try {
      return GoRegexp.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new Mismatch();
    }
  }

  private static RegoValue isValid(Arguments arguments) {
    if (!(arguments.value(0) instanceof RegoString)) {
      return RegoValue.FALSE;
    }
    try {
      compiled(arguments, 0);
      return RegoValue.TRUE;
    } catch (Mismatch e) {
      return RegoValue.FALSE;
    }
  }

  /** One match: where it starts and ends, and its groups, empty where they did not take part. */
  private record Match(int start, int end, List<String> groups) {}

  /**
   * Up to {@code limit} matches, all where it is negative. An empty match right behind another one
   * is none, as in Go.
   */
  private static List<Match> matches(Pattern pattern, String text, long limit, Budget budget) {
    var matches = new ArrayList<Match>();
    Matcher matcher = pattern.matcher(text);
    int at = 0;
    int previousEnd = -1;
    while (at <= text.length() && (limit < 0 || matches.size() < limit) && matcher.find(at)) {
      budget.steps(1 + (matcher.end() - at) / 16);
      boolean empty = matcher.end() == at;
      boolean accepted = !empty || matcher.start() != previousEnd;
      at = empty ? after(text, at) : matcher.end();
      previousEnd = matcher.end();
      if (accepted) {
        matches.add(match(matcher));
      }
    }
    return matches;
  }

  private static int after(String text, int at) {
    return at < text.length() ? at + Character.charCount(text.codePointAt(at)) : at + 1;
  }

  private static Match match(Matcher matcher) {
    var groups = new ArrayList<String>();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      groups.add(group == null ? "" : group);
    }
    return new Match(matcher.start(), matcher.end(), groups);
  }

  private static RegoValue find(Arguments arguments) {
    return RegoValue.array(
        matches(
                compiled(arguments, 0),
                text(arguments, 1),
                arguments.integer(2),
                arguments.budget())
            .stream()
            .map(match -> RegoValue.of(match.groups().getFirst()))
            .toList());
  }

  private static RegoValue findGroups(Arguments arguments) {
    return RegoValue.array(
        matches(
                compiled(arguments, 0),
                text(arguments, 1),
                arguments.integer(2),
                arguments.budget())
            .stream()
            .map(match -> RegoValue.array(match.groups().stream().map(RegoValue::of).toList()))
            .toList());
  }

  private static RegoValue split(Arguments arguments) {
    Pattern pattern = compiled(arguments, 0);
    String text = text(arguments, 1);
    var parts = new ArrayList<RegoValue>();
    if (!arguments.text(0).isEmpty() && text.isEmpty()) {
      return RegoValue.array(List.of(RegoValue.of("")));
    }
    int from = 0;
    int end = 0;
    for (Match match : matches(pattern, text, -1, arguments.budget())) {
      end = match.start();
      if (match.end() != 0) {
        parts.add(RegoValue.of(text.substring(from, end)));
      }
      from = match.end();
    }
    if (end != text.length()) {
      parts.add(RegoValue.of(text.substring(from)));
    }
    return RegoValue.array(parts);
  }

  private static RegoValue replace(Arguments arguments) {
    String text = text(arguments, 0);
    Pattern pattern = compiled(arguments, 1);
    var template = new Template(arguments.text(2), pattern);
    var out = new StringBuilder();
    Matcher matcher = pattern.matcher(text);
    int copied = 0;
    int at = 0;
    while (at <= text.length() && matcher.find(at)) {
      int start = matcher.start();
      int end = matcher.end();
      out.append(text, copied, start);
      // An empty match right behind another one is not replaced.
      if (end > copied || start == 0) {
        template.expand(match(matcher), out);
      }
      arguments.budget().steps(1 + out.length() / 4096);
      copied = end;
      at = after(text, at) > end ? after(text, at) : end;
    }
    out.append(text, copied, text.length());
    return RegoValue.of(out.toString());
  }

  /** What a match is replaced by: {@code $1}, {@code $name}, {@code ${name}} and {@code $$}. */
  private record Template(String text, Pattern pattern) {
    void expand(Match match, StringBuilder out) {
      int at = 0;
      while (at < text.length()) {
        int dollar = text.indexOf('$', at);
        if (dollar < 0) {
          out.append(text, at, text.length());
          return;
        }
        out.append(text, at, dollar);
        at = dollar + 1;
        if (at < text.length() && text.charAt(at) == '$') {
          out.append('$');
          at++;
          continue;
        }
        at = reference(at, match, out);
      }
    }

    /** A name from {@code at} on; a dollar without name stands for itself. */
    private int reference(int at, Match match, StringBuilder out) {
      boolean braces = at < text.length() && text.charAt(at) == '{';
      int start = braces ? at + 1 : at;
      int end = start;
      while (end < text.length() && isNamePart(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      boolean closed = !braces || (end < text.length() && text.charAt(end) == '}');
      if (end == start || !closed) {
        out.append('$');
        return at;
      }
      out.append(group(text.substring(start, end), match));
      return braces ? end + 1 : end;
    }

    private static boolean isNamePart(int c) {
      return Character.isLetterOrDigit(c) || c == '_';
    }

    private String group(String name, Match match) {
      @Nullable Integer index = null;
      boolean digits = name.chars().allMatch(c -> c >= '0' && c <= '9');
      if (digits) {
        index = name.length() > 6 ? Integer.MAX_VALUE : Integer.valueOf(name);
      } else {
        index = pattern.namedGroups().get(name);
      }
      return index != null && index < match.groups().size() ? match.groups().get(index) : "";
    }
  }

  /** Without delimiters {@code null} means none, an empty list the dot. */
  private static RegoValue globMatch(Arguments arguments) {
    String delimiters =
        switch (arguments.value(1)) {
          case RegoNull ignored -> "";
          case RegoArray array when array.elements().isEmpty() -> ".";
          case RegoArray array -> {
            var joined = new StringBuilder();
            for (RegoValue element : array.elements()) {
              String text = Arguments.text(element);
              if (text.codePointCount(0, text.length()) != 1) {
                throw new Mismatch();
              }
              joined.append(text);
            }
            yield joined.toString();
          }
          default -> throw new Mismatch();
        };
    String pattern = arguments.text(0);
    arguments.work(16L * pattern.length());
    return RegoValue.of(Glob.compile(pattern, delimiters).matches(text(arguments, 2)));
  }
}
