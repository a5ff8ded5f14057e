package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headers of an answer that decide how its body is read. */
final class Headers {
  /** Headers that decide something and must therefore not stand there twice. */
  private static final List<String> SINGLE =
      List.of("Content-Type", "Content-Encoding", "Docker-Content-Digest", "Link");

  private Headers() {}

  /** What makes a 200 answer unusable; null where nothing does. */
  static @Nullable String problem(Answered answered) {
    for (String header : SINGLE) {
      if (answered.isRepeated(header)) {
        return "the answer has the header " + header + " twice";
      }
    }
    String encoding = answered.header("Content-Encoding");
    // We accept no encoding; a compressed body would have the digest of something else.
    return encoding == null || encoding.strip().equalsIgnoreCase("identity")
        ? null
        : "the answer is encoded as " + ForeignText.quote(encoding);
  }

  /** The answer's media type without parameters; empty where it has none. */
  static String mediaType(Answered answered) {
    String contentType = answered.header("Content-Type");
    if (contentType == null) {
      return "";
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
