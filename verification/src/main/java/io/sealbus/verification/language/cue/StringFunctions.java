package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The package {@code strings}. */
final class StringFunctions {
  private static final int S = Kind.STRING;
  private static final int I = Kind.INT;

  private StringFunctions() {}

  static List<Function> all() {
    return List.of(
        test("MinRunes", a -> runes(a) >= number(a, 1), S, I),
        test("MaxRunes", a -> runes(a) <= number(a, 1), S, I),
        test("Contains", a -> text(a, 0).contains(text(a, 1)), S, S),
        test("ContainsAny", StringFunctions::containsAny, S, S),
        test("HasPrefix", a -> text(a, 0).startsWith(text(a, 1)), S, S),
        test("HasSuffix", a -> text(a, 0).endsWith(text(a, 1)), S, S),
        map("ToLower", StringFunctions::lower),
        map("ToUpper", StringFunctions::upper),
        map("TrimSpace", text -> trim(text, null, true, true)),
        map2("TrimPrefix", (s, p) -> s.startsWith(p) ? s.substring(p.length()) : s),
        map2("TrimSuffix", (s, p) -> s.endsWith(p) ? s.substring(0, s.length() - p.length()) : s),
        map2("Trim", (s, cut) -> trim(s, cut, true, true)),
        map2("TrimLeft", (s, cut) -> trim(s, cut, true, false)),
        map2("TrimRight", (s, cut) -> trim(s, cut, false, true)),
        count("Count", StringFunctions::occurrences),
        count("Index", (s, sub) -> bytesBefore(s, s.indexOf(sub))),
        count("LastIndex", (s, sub) -> bytesBefore(s, s.lastIndexOf(sub))),
        function("Split", (e, a) -> strings(e, split(text(a, 0), text(a, 1))), S, S),
        function("Fields", (e, a) -> strings(e, fields(text(a, 0))), S),
        function("Join", StringFunctions::join, Kind.LIST, S),
        function("Replace", StringFunctions::replace, S, S, S, I));
  }

  private interface Test {
    boolean holds(List<Value> arguments);
  }

  private interface Count {
    long of(String text, String other);
  }

  private static Function test(String name, Test test, Integer... parameters) {
    return new Function(
        "strings." + name,
        List.of(parameters),
        true,
        false,
        (evaluator, arguments) -> new BooleanValue(test.holds(arguments)));
  }

  private static Function function(String name, Function.Body body, Integer... parameters) {
    return new Function("strings." + name, List.of(parameters), false, false, body);
  }

  private static Function map(String name, UnaryOperator<String> map) {
    return function(name, (e, a) -> new StringValue(map.apply(text(a, 0))), S);
  }

  private static Function map2(String name, BinaryOperator<String> map) {
    return function(name, (e, a) -> new StringValue(map.apply(text(a, 0), text(a, 1))), S, S);
  }

  private static Function count(String name, Count count) {
    return function(name, (e, a) -> NumberValue.of(count.of(text(a, 0), text(a, 1))), S, S);
  }

  private static String text(List<Value> arguments, int index) {
    return ((StringValue) arguments.get(index)).text();
  }

  private static long number(List<Value> arguments, int index) {
    BigDecimal number = ((NumberValue) arguments.get(index)).number();
    if (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw new UndecidableException("number too large");
    }
    return number.longValue();
  }

  private static long runes(List<Value> arguments) {
    String text = text(arguments, 0);
    return text.codePointCount(0, text.length());
  }

  private static boolean containsAny(List<Value> arguments) {
    return text(arguments, 1).codePoints().anyMatch(c -> text(arguments, 0).indexOf(c) >= 0);
  }

  /** Go changes each character on its own, Java some in their context; ASCII is the same. */
  private static String lower(String text) {
    return ascii(text).toLowerCase(Locale.ROOT);
  }

  private static String upper(String text) {
    return ascii(text).toUpperCase(Locale.ROOT);
  }

  private static String ascii(String text) {
    if (text.chars().anyMatch(c -> c > 127)) {
      throw new UndecidableException("change of case beyond ASCII");
    }
    return text;
  }

  /** Strips characters of {@code cutset}; white space where that is null. */
  private static String trim(String text, @Nullable String cutset, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && cut(text.codePointAt(start), cutset)) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && cut(text.codePointBefore(end), cutset)) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static boolean cut(int c, @Nullable String cutset) {
    return cutset == null ? space(c) : cutset.indexOf(c) >= 0;
  }

  /** White space as Unicode defines it. */
  private static boolean space(int c) {
    return c >= '\t' && c <= '\r' || c == 0x85 || Character.isSpaceChar(c);
  }

  private static long occurrences(String text, String sought) {
    if (sought.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length())) {
      count++;
    }
    return count;
  }

  private static long bytesBefore(String text, int index) {
    return index < 0 ? -1 : text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> split(String text, String separator) {
    var parts = new ArrayList<String>();
    if (separator.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
      return parts;
    }
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<String> fields(String text) {
    var fields = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean gap = i == text.length() || space(text.charAt(i));
      if (gap && start >= 0) {
        fields.add(text.substring(start, i));
        start = -1;
      } else if (!gap && start < 0) {
        start = i;
      }
    }
    return fields;
  }

  private static Value strings(Evaluator evaluator, List<String> parts) {
    return Lists.of(evaluator, parts.stream().map(StringValue::new).toList());
  }

  private static Value join(Evaluator evaluator, List<Value> arguments) {
    var parts = new ArrayList<String>();
    long length = 0;
    for (Vertex element : ((Vertex) arguments.get(0)).data()) {
      Value value = evaluator.concrete(element);
      if (!(value instanceof StringValue(String text))) {
        return value instanceof Bottom ? value : Bottom.error("element of list is no string");
      }
      parts.add(text);
      length += text.length() + text(arguments, 1).length();
    }
    if (length > Operations.MAX_LENGTH) {
      throw new UndecidableException("string too long");
    }
    return new StringValue(String.join(text(arguments, 1), parts));
  }

  private static Value replace(Evaluator evaluator, List<Value> arguments) {
    String text = text(arguments, 0);
    String old = text(arguments, 1);
    if (old.isEmpty()) {
      throw new UndecidableException("replacement of nothing");
    }
    long left = number(arguments, 3) < 0 ? Long.MAX_VALUE : number(arguments, 3);
    var out = new StringBuilder();
    int start = 0;
    for (int at = text.indexOf(old); at >= 0 && left-- > 0; at = text.indexOf(old, start)) {
      out.append(text, start, at).append(text(arguments, 2));
      start = at + old.length();
      if (out.length() > Operations.MAX_LENGTH) {
        throw new UndecidableException("string too long");
      }
    }
    return new StringValue(out.append(text.substring(start)).toString());
  }
}
