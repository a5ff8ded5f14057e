package io.sealbus.verification.crypto;

import java.util.Base64;

/**
 * Standard base64 as Go's {@code base64.StdEncoding} reads it: padding is mandatory, CR and LF are
 * passed over anywhere, any other white space is refused, left-over bits may be set.
 */
public final class Base64Text {
  private Base64Text() {}

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
