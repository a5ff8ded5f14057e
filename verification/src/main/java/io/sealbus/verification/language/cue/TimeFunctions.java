package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The package {@code time}: times as RFC 3339 writes them, read as leniently as Go does. */
final class TimeFunctions {
  private static final String RFC3339 = "2006-01-02T15:04:05Z07:00";
  private static final String RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";
  private static final String DATE = "2006-01-02";

  /** An hour of one digit and a comma before the fraction are Go's. */
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
              + "(?:[.,]([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))");

  private TimeFunctions() {}

  static List<Function> all() {
    List<Integer> two = List.of(Kind.STRING, Kind.STRING);
    return List.of(
        new Function("time.Time", List.of(Kind.STRING), true, false, (e, a) -> time(text(a, 0))),
        new Function(
            "time.Format",
            two,
            true,
            false,
            (e, a) ->
                parse(text(a, 1), text(a, 0)) instanceof Bottom b ? b : new BooleanValue(true)),
        new Function("time.Parse", two, false, false, (e, a) -> parse(text(a, 0), text(a, 1))),
        new Function("time.Unix", List.of(Kind.INT, Kind.INT), false, false, (e, a) -> unix(a)));
  }

  static Map<String, Value> constants() {
    return Map.of(
        "RFC3339", new StringValue(RFC3339),
        "RFC3339Nano", new StringValue(RFC3339_NANO),
        "RFC3339Date", new StringValue(DATE));
  }

  private static String text(List<Value> arguments, int index) {
    return ((StringValue) arguments.get(index)).text();
  }

  private static Value time(String text) {
    return parse(RFC3339_NANO, text) instanceof Bottom bottom ? bottom : new BooleanValue(true);
  }

  /** The time in UTC; only the layouts that there are constants for. */
  private static Value parse(String layout, String text) {
    String complete =
        switch (layout) {
          case RFC3339, RFC3339_NANO -> text;
          case DATE -> text + "T00:00:00Z";
          default -> throw new UndecidableException("time layout");
        };
    Matcher matcher = TIME.matcher(complete);
    String time = matcher.matches() ? utc(matcher) : null;
    return time == null ? Bottom.error("invalid time") : new StringValue(time);
  }

  private static @Nullable String utc(Matcher matcher) {
    try {
      var local =
          LocalDateTime.of(
              number(matcher, 1),
              number(matcher, 2),
              number(matcher, 3),
              number(matcher, 4),
              number(matcher, 5),
              number(matcher, 6),
              nanoseconds(matcher.group(7)));
      if (matcher.group(8) == null) {
        return format(local);
      }
      int hours = number(matcher, 9);
      int minutes = number(matcher, 10);
      if (hours > 24 || minutes > 60) {
        return null;
      }
      int offset = (hours * 60 + minutes) * (matcher.group(8).equals("-") ? 1 : -1);
      return format(local.plusMinutes(offset));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static int nanoseconds(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static String format(LocalDateTime time) {
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new UndecidableException("year beyond four digits");
    }
    String seconds =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02dT%02d:%02d:%02d",
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
    String fraction = String.format(Locale.ROOT, ".%09d", time.getNano());
    return seconds + fraction.replaceFirst("\\.?0+$", "") + "Z";
  }

  private static Value unix(List<Value> arguments) {
    BigDecimal seconds = ((NumberValue) arguments.get(0)).number();
    BigDecimal nanoseconds = ((NumberValue) arguments.get(1)).number();
    BigDecimal whole = seconds.add(nanoseconds.movePointLeft(9));
    if (whole.signum() < 0 || whole.compareTo(BigDecimal.valueOf(253_402_300_800L)) >= 0) {
      throw new UndecidableException("year beyond four digits");
    }
    long at = whole.longValue();
    int rest = whole.subtract(BigDecimal.valueOf(at)).movePointRight(9).intValue();
    return new StringValue(format(LocalDateTime.ofEpochSecond(at, rest, ZoneOffset.UTC)));
  }
}
