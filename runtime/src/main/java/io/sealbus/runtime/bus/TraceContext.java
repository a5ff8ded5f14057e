package io.sealbus.runtime.bus;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a record stands in a trace, as the {@code traceparent} header says it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public record TraceContext(String traceId, String spanId, String flags) {
  /** Name of the header. */
  public static final String HEADER = "traceparent";

  private static final Pattern VERSION_00 =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new trace. */
  public static TraceContext root() {
    return new TraceContext(randomHex(16), newSpanId(), "01");
  }

  /** The context in a header, or a new trace where there is none or it is malformed. */
  public static TraceContext parse(@Nullable String header) {
    if (header != null) {
      Matcher matcher = VERSION_00.matcher(header);
      if (matcher.matches()) {
        return new TraceContext(matcher.group(1), matcher.group(2), matcher.group(3));
      }
    }
    return root();
  }

  /** The next step of the same trace. */
  public TraceContext next() {
    return new TraceContext(traceId, newSpanId(), flags);
  }

  /** The header's text. */
  public String header() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  /** Told apart within one trace, and no secret: every verdict of a sweep has its own. */
  private static String newSpanId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
