package io.sealbus.verification.crypto;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times in certificates: UTCTime, of which years below 50 are in this century, or GeneralizedTime.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5">RFC 5280, section
 *     4.1.2.5</a>
 */
final class DerTime {
  private static final Pattern UTC =
      Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?(Z|[+-]\\d{4})");
  private static final Pattern GENERALIZED =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(Z|[+-]\\d{4})");

  private DerTime() {}

  static Instant read(Der der) throws MalformedException {
    return switch (der.peekTag()) {
      case Der.UTC_TIME -> parse(UTC, der.readAny());
      case Der.GENERALIZED_TIME -> parse(GENERALIZED, der.readAny());
      default -> throw new MalformedException("unsupported time format");
    };
  }

  private static Instant parse(Pattern format, Der content) throws MalformedException {
    Matcher m = format.matcher(new String(content.remaining(), StandardCharsets.ISO_8859_1));
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
