package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Functions on strings. Positions count code points. */
final class StringFunctions {
  private StringFunctions() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("concat", StringFunctions::concat);
    functions.put("contains", test(String::contains));
    functions.put("startswith", test(String::startsWith));
    functions.put("endswith", test(String::endsWith));
    functions.put("format_int", StringFunctions::formatInteger);
    functions.put("indexof", a -> positions(a).stream().findFirst().orElse(RegoValue.of(-1)));
    functions.put("indexof_n", a -> RegoValue.array(positions(a)));
    functions.put("lower", mapped(Character::toLowerCase));
    functions.put("upper", mapped(Character::toUpperCase));
    functions.put("replace", a -> replaced(a.text(0), List.of(a.text(1)), List.of(a.text(2)), a));
    functions.put("strings.replace_n", StringFunctions::replaceEach);
    functions.put("strings.reverse", a -> text(new StringBuilder(a.text(0)).reverse().toString()));
    functions.put("strings.count", StringFunctions::occurrences);
    functions.put("strings.any_prefix_match", a -> any(a, String::startsWith));
    functions.put("strings.any_suffix_match", a -> any(a, String::endsWith));
    functions.put("split", StringFunctions::split);
    functions.put("sprintf", a -> text(new Printf(a.text(0), a.array(1), a.budget()).print()));
    functions.put("substring", StringFunctions::substring);
    functions.put("trim", a -> trimmed(a, true, true));
    functions.put("trim_left", a -> trimmed(a, true, false));
    functions.put("trim_right", a -> trimmed(a, false, true));
    functions.put("trim_prefix", StringFunctions::withoutPrefix);
    functions.put("trim_suffix", StringFunctions::withoutSuffix);
    functions.put("trim_space", a -> text(trim(a.text(0), StringFunctions::isSpace, true, true)));
  }

  private static RegoValue text(String text) {
    return RegoValue.of(text);
  }

  private static Function test(BiPredicate<String, String> holds) {
    return a -> {
      a.work(a.text(0).length());
      return RegoValue.of(holds.test(a.text(0), a.text(1)));
    };
  }

  private static RegoValue concat(Arguments arguments) {
    return text(String.join(arguments.text(0), arguments.texts(1)));
  }

  private static RegoValue formatInteger(Arguments arguments) {
    int base =
        switch (arguments.number(1).text()) {
          case "2" -> 2;
          case "8" -> 8;
          case "10" -> 10;
          case "16" -> 16;
          default -> throw new Mismatch();
        };
    BigInteger integer = Float64.of(arguments.number(0)).truncated();
    return text(integer.toString(base));
  }

  private static List<RegoValue> positions(Arguments arguments) {
    String text = arguments.text(0);
    String sought = arguments.text(1);
    if (sought.isEmpty()) {
      throw new Mismatch();
    }
    var positions = new ArrayList<RegoValue>();
    int codePoints = 0;
    int from = 0;
    for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
      codePoints += text.codePointCount(from, at);
      from = at;
      positions.add(RegoValue.of(codePoints));
    }
    arguments.work(text.length());
    return positions;
  }

  private static Function mapped(IntUnaryOperator change) {
    return a -> {
      var out = new StringBuilder();
      a.text(0).codePoints().map(change).forEach(out::appendCodePoint);
      return text(out.toString());
    };
  }

  /** The first of {@code olds} that stands at a place is replaced there, from left to right. */
  private static RegoValue replaced(
      String text, List<String> olds, List<String> news, Arguments arguments) {
    arguments.work((long) text.length() * olds.size());
    var out = new StringBuilder();
    int at = 0;
    boolean afterEmpty = false;
    while (at <= text.length()) {
      int found = -1;
      for (int i = 0; i < olds.size() && found < 0; i++) {
        boolean here = text.startsWith(olds.get(i), at);
        found = here && !(olds.get(i).isEmpty() && afterEmpty) ? i : -1;
      }
      if (found >= 0) {
        out.append(news.get(found));
        at += olds.get(found).length();
        afterEmpty = olds.get(found).isEmpty();
        arguments.budget().steps(1 + news.get(found).length() / 16);
      }
      if (found < 0 || afterEmpty) {
        if (at < text.length()) {
          int width = Character.charCount(text.codePointAt(at));
          out.append(text, at, at + width);
          at += width;
        } else {
          at++;
        }
        afterEmpty = false;
      }
    }
    return text(out.toString());
  }

  private static RegoValue replaceEach(Arguments arguments) {
    RegoObject patterns = arguments.object(0);
    Map<String, String> replacements = new LinkedHashMap<>();
    for (int i = 0; i < patterns.keys().size(); i++) {
      replacements.put(
          Arguments.text(patterns.keys().get(i)), Arguments.text(patterns.values().get(i)));
    }
    return replaced(
        arguments.text(1),
        List.copyOf(replacements.keySet()),
        List.copyOf(replacements.values()),
        arguments);
  }

  private static RegoValue occurrences(Arguments arguments) {
    String text = arguments.text(0);
    String sought = arguments.text(1);
    arguments.work(text.length());
    if (sought.isEmpty()) {
      return RegoValue.of(text.codePointCount(0, text.length()) + 1L);
    }
    long count = 0;
    for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length())) {
      count++;
    }
    return RegoValue.of(count);
  }

  private static List<String> oneOrMore(Arguments arguments, int index) {
    return arguments.value(index) instanceof RegoString(String one)
        ? List.of(one)
        : arguments.texts(index);
  }

  private static RegoValue any(Arguments arguments, BiPredicate<String, String> holds) {
    List<String> texts = oneOrMore(arguments, 0);
    List<String> parts = oneOrMore(arguments, 1);
    arguments.budget().steps((long) texts.size() * parts.size());
    return RegoValue.of(
        texts.stream().anyMatch(text -> parts.stream().anyMatch(part -> holds.test(text, part))));
  }

  private static RegoValue split(Arguments arguments) {
    String text = arguments.text(0);
    String delimiter = arguments.text(1);
    var parts = new ArrayList<RegoValue>();
    if (delimiter.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(text(Character.toString(c))));
      return RegoValue.array(parts);
    }
    int from = 0;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
      parts.add(text(text.substring(from, at)));
      from = at + delimiter.length();
    }
    parts.add(text(text.substring(from)));
    return RegoValue.array(parts);
  }

  /** A negative length means up to the end. */
  private static RegoValue substring(Arguments arguments) {
    String text = arguments.text(0);
    long start = arguments.integer(1);
    long length = arguments.integer(2);
    if (start < 0) {
      throw new Mismatch();
    }
    int[] codePoints = text.codePoints().toArray();
    if (start >= codePoints.length) {
      return text("");
    }
    long rest = codePoints.length - start;
    long count = length < 0 ? rest : Math.min(rest, length);
    return text(new String(codePoints, (int) start, (int) count));
  }

  private static RegoValue trimmed(Arguments arguments, boolean left, boolean right) {
    String cut = arguments.text(1);
    return text(trim(arguments.text(0), c -> cut.indexOf(c) >= 0, left, right));
  }

  private static String trim(String text, IntPredicate cut, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && cut.test(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && cut.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** White space of Unicode, as Go has it. */
  private static boolean isSpace(int c) {
    return (c >= 9 && c <= 13) || c == 0x85 || Character.isSpaceChar(c);
  }

  private static RegoValue withoutPrefix(Arguments arguments) {
    String text = arguments.text(0);
    String prefix = arguments.text(1);
    return text(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static RegoValue withoutSuffix(Arguments arguments) {
    String text = arguments.text(0);
    String suffix = arguments.text(1);
    return text(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
  }
}
