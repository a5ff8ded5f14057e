package io.sealbus.verification.language.rego;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Dates and durations in nanoseconds. There is no clock; time zones other than UTC are not known.
 */
final class Times {
  private static final long SECOND = 1_000_000_000;

  /** RFC 3339 as Go reads it: a fraction may follow a comma, hours may have one digit. */
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})([.,][0-9]+)?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern DURATION =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

  private static final Map<String, Long> UNITS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          SECOND,
          "m",
          60 * SECOND,
          "h",
          3_600 * SECOND);

  private Times() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("time.parse_rfc3339_ns", a -> parsed(a.text(0)));
    functions.put("time.parse_duration_ns", a -> duration(a.text(0)));
    functions.put("time.date", a -> date(time(a.value(0))));
    functions.put("time.clock", a -> clock(time(a.value(0))));
    functions.put("time.weekday", a -> weekday(time(a.value(0))));
    functions.put("time.add_date", Times::addDate);
    functions.put("time.diff", a -> difference(time(a.value(0)), time(a.value(1))));
  }

  private static RegoValue nanoseconds(LocalDateTime time) {
    BigInteger nanoseconds =
        BigInteger.valueOf(time.toEpochSecond(ZoneOffset.UTC))
            .multiply(BigInteger.valueOf(SECOND))
            .add(BigInteger.valueOf(time.getNano()));
    return RegoValue.of(nanoseconds.longValueExact());
  }

  private static RegoValue parsed(String text) {
    Matcher matcher = RFC_3339.matcher(text);
    if (!matcher.matches()) {
      throw new Mismatch();
    }
    try {
      int[] part = new int[7];
      for (int i = 1; i <= 6; i++) {
        part[i] = Integer.parseInt(matcher.group(i));
      }
      String fraction = matcher.group(7) == null ? "" : matcher.group(7).substring(1);
      int nano = Integer.parseInt((fraction + "000000000").substring(0, 9));
      var local = LocalDateTime.of(part[1], part[2], part[3], part[4], part[5], part[6], nano);
      return nanoseconds(local.minusSeconds(offset(matcher.group(8))));
    } catch (DateTimeException e) {
      throw new Mismatch();
    }
  }

  private static long offset(String zone) {
    if (zone.equals("Z")) {
      return 0;
    }
    int hours = Integer.parseInt(zone.substring(1, 3));
    int minutes = Integer.parseInt(zone.substring(4));
    if (hours > 24 || minutes > 60) {
      throw new Mismatch();
    }
    long seconds = hours * 3_600L + minutes * 60L;
    return zone.startsWith("-") ? -seconds : seconds;
  }

  private static RegoValue duration(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return RegoValue.of(0);
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher matcher = DURATION.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new Mismatch();
      }
      Long unit = UNITS.get(matcher.group(2));
      var count = new BigDecimal(matcher.group(1));
      sum =
          sum.add(
              new BigDecimal(
                  count.multiply(BigDecimal.valueOf(unit == null ? 0 : unit)).toBigInteger()));
      at = matcher.end();
    }
    if (rest.isEmpty()) {
      throw new Mismatch();
    }
    BigInteger total = sum.toBigInteger();
    return RegoValue.of((negative ? total.negate() : total).longValueExact());
  }

  /** Nanoseconds, or an array of them and the name of a time zone. */
  private static LocalDateTime time(RegoValue value) {
    RegoValue nanoseconds = value;
    if (value instanceof RegoArray array) {
      if (array.elements().isEmpty()) {
        throw new Mismatch();
      }
      nanoseconds = array.elements().getFirst();
      String zone = array.elements().size() > 1 ? Arguments.text(array.elements().get(1)) : "";
      if (!zone.isEmpty() && !zone.equals("UTC")) {
        throw new Stopped("time zone other than UTC");
      }
    }
    long exact = Arithmetic.integer(Arguments.number(nanoseconds)).longValueExact();
    return LocalDateTime.ofInstant(Instant.ofEpochSecond(0, exact), ZoneOffset.UTC);
  }

  private static RegoValue numbers(long... numbers) {
    return RegoValue.array(java.util.Arrays.stream(numbers).mapToObj(RegoValue::of).toList());
  }

  private static RegoValue date(LocalDateTime time) {
    return numbers(time.getYear(), time.getMonthValue(), time.getDayOfMonth());
  }

  private static RegoValue clock(LocalDateTime time) {
    return numbers(time.getHour(), time.getMinute(), time.getSecond());
  }

  private static RegoValue weekday(LocalDateTime time) {
    return RegoValue.of(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  /** Years and months are added first; a day that a month lacks runs over into the next one. */
  private static RegoValue addDate(Arguments arguments) {
    LocalDateTime time = time(arguments.value(0));
    try {
      long months =
          Math.addExact(
              Math.addExact(
                  Math.multiplyExact(12L, arguments.integer(1) + time.getYear()),
                  time.getMonthValue() - 1L),
              arguments.integer(2));
      LocalDate first =
          LocalDate.of(
              Math.toIntExact(Math.floorDiv(months, 12L)), (int) Math.floorMod(months, 12L) + 1, 1);
      LocalDate date =
          first.plusDays(Math.addExact(time.getDayOfMonth() - 1L, arguments.integer(3)));
      return nanoseconds(date.atTime(time.toLocalTime()));
    } catch (DateTimeException e) {
      throw new Mismatch();
    }
  }

  /** Years, months, days, hours, minutes and seconds between two times, whichever is first. */
  private static RegoValue difference(LocalDateTime a, LocalDateTime b) {
    LocalDateTime from = a.isAfter(b) ? b : a;
    LocalDateTime to = a.isAfter(b) ? a : b;
    long[] parts = {
      to.getYear() - from.getYear(),
      to.getMonthValue() - from.getMonthValue(),
      to.getDayOfMonth() - from.getDayOfMonth(),
      to.getHour() - from.getHour(),
      to.getMinute() - from.getMinute(),
      to.getSecond() - from.getSecond()
    };
    List<Integer> sizes = List.of(0, 12, from.toLocalDate().lengthOfMonth(), 24, 60, 60);
    for (int i = 5; i > 0; i--) {
      if (parts[i] < 0) {
        parts[i] += sizes.get(i);
        parts[i - 1]--;
      }
    }
    return numbers(parts);
  }
}
