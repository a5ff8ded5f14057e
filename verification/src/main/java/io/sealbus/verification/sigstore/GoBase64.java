package io.sealbus.verification.sigstore;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard base64 with the place of the fault as Go's {@code base64.StdEncoding} names it.
 *
 * @see <a href="https://pkg.go.dev/encoding/base64#CorruptInputError">base64.CorruptInputError</a>
 */
final class GoBase64 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private GoBase64() {}

  /** What came of decoding. */
  sealed interface Result {}

  /** It is base64. */
  record Good(byte[] bytes) implements Result {}

  /**
   * It is not.
   *
   * @param offset the byte that is at fault to Go
   */
  record Bad(int offset) implements Result {}

  static Result decode(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(source.length / 4 * 3 + 3);
    int at = 0;
    while (true) {
      int[] digits = new int[4];
      int count = 0;
      while (count < 4) {
        if (at == source.length) {
          return count == 0 ? new Good(out.toByteArray()) : new Bad(at - count);
        }
        int c = source[at++];
        if (c == '\n' || c == '\r') {
          continue;
        }
        int digit = c < 0 ? -1 : ALPHABET.indexOf(c);
        if (digit >= 0) {
          digits[count++] = digit;
        } else if (c == '=' && count >= 2) {
          return padded(source, at, digits, count, out);
        } else {
          return new Bad(at - 1);
        }
      }
      write(digits, 3, out);
    }
  }

  /** Behind the first {@code =}: as many as are missing, then nothing but line ends. */
  private static Result padded(
      byte[] source, int from, int[] digits, int count, ByteArrayOutputStream out) {
    int at = skipLineEnds(source, from);
    if (count == 2) {
      if (at == source.length) {
        return new Bad(source.length);
      }
      if (source[at] != '=') {
        return new Bad(at - 1);
      }
      at = skipLineEnds(source, at + 1);
    }
    if (at < source.length) {
      return new Bad(at);
    }
    write(digits, count - 1, out);
    return new Good(out.toByteArray());
  }

  private static int skipLineEnds(byte[] source, int from) {
    int at = from;
    while (at < source.length && (source[at] == '\n' || source[at] == '\r')) {
      at++;
    }
    return at;
  }

  private static void write(int[] digits, int bytes, ByteArrayOutputStream out) {
    int bits = digits[0] << 18 | digits[1] << 12 | digits[2] << 6 | digits[3];
    for (int i = 0; i < bytes; i++) {
      out.write(bits >> (16 - 8 * i));
    }
  }
}
