package io.sealbus.verification.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * PEM blocks, found and read as Go's {@code encoding/pem} does: what is not a well-formed block is
 * passed over, also between blocks.
 *
 * @see <a href="https://pkg.go.dev/encoding/pem#Decode">encoding/pem, Decode</a>
 */
public final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private Pem() {}

  /**
   * A block.
   *
   * @param type what stands behind BEGIN
   * @param headers whether there are RFC 1421 headers
   * @param der the decoded content
   * @param rest the text after the block's last line
   */
  public record Block(String type, boolean headers, byte[] der, String rest) {}

  /** The first block of {@code text}, or empty where there is none. */
  public static Optional<Block> first(byte[] text) {
    return first(new String(text, StandardCharsets.ISO_8859_1));
  }

  /** The first block of {@code text}, or empty where there is none. */
  public static Optional<Block> first(String text) {
    int from = 0;
    while (true) {
      int end = text.indexOf("\n" + END, from);
      if (end < 0) {
        return Optional.empty();
      }
      int begin = lastBegin(text, from, end);
      Line typeLine =
          begin >= 0 && isLineStart(text, from, begin)
              ? Line.at(text, begin + BEGIN.length())
              : null;
      if (typeLine != null && typeLine.text().endsWith(DASHES)) {
        int body = afterHeaders(text, typeLine.next());
        if (body > end + 1) {
          // With a colon the END line is a header too, and Go looks no further.
          return Optional.empty();
        }
        Optional<Block> block = closed(text, typeLine, body, end + 1);
        if (block.isPresent()) {
          return block;
        }
      }
      // Whatever was wrong, this END belongs to it.
      from = end + 1 + END.length();
    }
  }

  /** Where the last BEGIN before {@code end} stands, which may be the middle of a line, or -1. */
  private static int lastBegin(String text, int from, int end) {
    int last = -1;
    int next = text.indexOf(BEGIN, from, end);
    while (next >= 0) {
      last = next;
      next = text.indexOf(BEGIN, next + 1, end);
    }
    return last;
  }

  /** Of what was looked at before, nobody asks how it ended. */
  private static boolean isLineStart(String text, int from, int at) {
    return at == from || text.charAt(at - 1) == '\n';
  }

  /** Where the first line without a colon begins. */
  private static int afterHeaders(String text, int start) {
    int at = start;
    while (at < text.length()) {
      Line line = Line.at(text, at);
      if (line.text().indexOf(':') < 0) {
        return at;
      }
      at = line.next();
    }
    return at;
  }

  /** The block whose base64 is between {@code body} and its END line at {@code end}. */
  private static Optional<Block> closed(String text, Line typeLine, int body, int end) {
    boolean headers = body > typeLine.next();
    int trailer = end + END.length();
    // A line without a colon stands between headers and END, be it an empty one.
    if (headers && body == end || !text.startsWith(typeLine.text(), trailer)) {
      return Optional.empty();
    }
    Line line = Line.at(text, trailer + typeLine.text().length());
    if (!line.text().isEmpty()) {
      return Optional.empty();
    }
    int typeEnd = typeLine.text().length() - DASHES.length();
    try {
      byte[] der = Base64Text.decodeSpaced(text, body, end);
      String type = typeLine.text().substring(0, typeEnd);
      return Optional.of(new Block(type, headers, der, text.substring(line.next())));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** A line without its end and trailing blanks, and where the next one starts. */
  private record Line(String text, int next) {
    static Line at(String text, int start) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      int next = newline < 0 ? text.length() : newline + 1;
      if (newline >= 0 && end > start && text.charAt(end - 1) == '\r') {
        end--;
      }
      while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
        end--;
      }
      return new Line(text.substring(start, end), next);
    }
  }
}
