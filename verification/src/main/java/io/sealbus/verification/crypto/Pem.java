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
      int start = lineStart(text, BEGIN, from);
      if (start < 0) {
        return Optional.empty();
      }
      int afterBegin = start + BEGIN.length();
      Optional<Block> block = blockAt(text, afterBegin);
      if (block.isPresent()) {
        return block;
      }
      from = afterBegin;
    }
  }

  private static int lineStart(String text, String marker, int from) {
    if (from == 0 && text.startsWith(marker)) {
      return 0;
    }
    int at = text.indexOf("\n" + marker, Math.max(0, from - 1));
    return at < 0 ? -1 : at + 1;
  }

  private static Optional<Block> blockAt(String text, int afterBegin) {
    Line typeLine = Line.at(text, afterBegin);
    if (!typeLine.text().endsWith(DASHES)) {
      return Optional.empty();
    }
    String type = typeLine.text().substring(0, typeLine.text().length() - DASHES.length());
    int body = typeLine.next();
    boolean headers = false;
    while (true) {
      if (body >= text.length()) {
        return Optional.empty();
      }
      Line line = Line.at(text, body);
      if (line.text().indexOf(':') < 0) {
        break;
      }
      headers = true;
      body = line.next();
    }
    int end = !headers && text.startsWith(END, body) ? body : endAfter(text, body);
    if (end < 0) {
      return Optional.empty();
    }
    return closed(text, type, headers, body, end);
  }

  private static int endAfter(String text, int body) {
    int at = text.indexOf("\n" + END, body);
    return at < 0 ? -1 : at + 1;
  }

  /** The block whose base64 is between {@code body} and its END line at {@code end}. */
  private static Optional<Block> closed(
      String text, String type, boolean headers, int body, int end) {
    int trailer = end + END.length();
    String closing = type + DASHES;
    if (!text.startsWith(closing, trailer)) {
      return Optional.empty();
    }
    Line line = Line.at(text, trailer + closing.length());
    if (!line.text().isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] der = Base64Text.decodeSpaced(text, body, end);
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
