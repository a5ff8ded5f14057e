package io.sealbus.verification.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 as Go reads it: each byte that is not part of a well-formed sequence is one U+FFFD. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        in.get();
        out.put(REPLACEMENT);
      }
    }
  }

  static String replaceLoneSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceFrom(text, i);
      }
    }
    return text;
  }

  static boolean hasLoneSurrogate(String text) {
    return !replaceLoneSurrogates(text).equals(text);
  }

  private static String replaceFrom(String text, int start) {
    var out = new StringBuilder(text);
    int i = start;
    while (i < out.length()) {
      char c = out.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < out.length()
              && Character.isLowSurrogate(out.charAt(i + 1));
      if (Character.isSurrogate(c) && !pair) {
        out.setCharAt(i, REPLACEMENT);
      }
      i += pair ? 2 : 1;
    }
    return out.toString();
  }
}
