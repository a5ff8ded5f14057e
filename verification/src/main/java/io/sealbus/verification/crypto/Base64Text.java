package io.sealbus.verification.crypto;

import java.util.Arrays;
import java.util.Base64;

/**
 * Standard base64 as Go's {@code base64.StdEncoding} reads it: padding is mandatory, CR and LF are
 * passed over anywhere, any other white space is refused, left-over bits may be set.
 */
public final class Base64Text {
  private Base64Text() {}

  /** As {@link #decode}, of a part of {@code text} in which blanks and tabs are passed over too. */
  static byte[] decodeSpaced(String text, int from, int to) throws MalformedException {
    byte[] compact = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        throw new MalformedException("illegal base64 data");
      }
      if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
        compact[length++] = (byte) c;
      }
    }
    if (length % 4 != 0) {
      throw new MalformedException("illegal base64 data");
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(compact, length));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("illegal base64 data");
    }
  }

  /** Decodes {@code text}. */
  public static byte[] decode(String text) throws MalformedException {
    String compact = text;
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      compact = text.replace("\n", "").replace("\r", "");
    }
    if (compact.length() % 4 != 0) {
      throw new MalformedException("illegal base64 data");
    }
    try {
      return Base64.getDecoder().decode(compact);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("illegal base64 data");
    }
  }
}
