package io.sealbus.verification.crypto;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times in certificates: UTCTime, of which years below 50 are in this century, or GeneralizedTime.
 * An offset of nothing is written as Z alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5">RFC 5280, section
 *     4.1.2.5</a>
 */
final class DerTime {
  private static final Pattern UTC =
      Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?(Z|[+-](?!0000)\\d{4})");
  private static final Pattern GENERALIZED =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(Z|[+-](?!0000)\\d{4})");

  private DerTime() {}

  static Instant read(Der der) throws MalformedException {
    return switch (der.peekTag()) {
      case Der.UTC_TIME -> parse(UTC, der.readAny());
      case Der.GENERALIZED_TIME -> parse(GENERALIZED, der.readAny());
      default -> throw new MalformedException("unsupported time format");
    };
  }

  private static Instant parse(Pattern format, Der content) throws MalformedException {
    byte[] text = content.remaining();
    Instant plain = plain(text, format == UTC ? 2 : 4);
    return plain == null ? parseAny(format, text) : plain;
  }

  /**
   * A time to the second in UTC, which is how nearly all are written; null for any other.
   *
   * @param yearDigits of the year
   */
  private static @Nullable Instant plain(byte[] text, int yearDigits) {
    int end = yearDigits + 10;
    if (text.length != end + 1 || text[end] != 'Z') {
      return null;
    }
    for (int i = 0; i < end; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return null;
      }
    }
    int year = two(text, 0);
    if (yearDigits == 4) {
      year = 100 * year + two(text, 2);
    } else {
      year += year < 50 ? 2000 : 1900;
    }
    try {
      int at = yearDigits;
      return LocalDateTime.of(
              year,
              two(text, at),
              two(text, at + 2),
              two(text, at + 4),
              two(text, at + 6),
              two(text, at + 8))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int two(byte[] text, int at) {
    return 10 * (text[at] - '0') + text[at + 1] - '0';
  }

  /** As {@link #read}, whatever the form. */
  static Instant parseAny(boolean utc, byte[] text) throws MalformedException {
    return parseAny(utc ? UTC : GENERALIZED, text);
  }

  private static Instant parseAny(Pattern format, byte[] text) throws MalformedException {
    Matcher m = format.matcher(new String(text, StandardCharsets.ISO_8859_1));
    if (!m.matches()) {
      throw new MalformedException("malformed time");
    }
    int year = Integer.parseInt(m.group(1));
    if (format == UTC) {
      year += year < 50 ? 2000 : 1900;
    }
    int second = m.group(6) == null ? 0 : Integer.parseInt(m.group(6));
    try {
      return LocalDateTime.of(year, number(m, 2), number(m, 3), number(m, 4), number(m, 5), second)
          .toInstant(ZoneOffset.of(m.group(7)));
    } catch (DateTimeException e) {
      throw new MalformedException("malformed time");
    }
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }
}
