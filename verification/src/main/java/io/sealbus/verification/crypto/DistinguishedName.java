package io.sealbus.verification.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Names of issuers and subjects: compared by their bytes, so only checked to be well-formed. */
final class DistinguishedName {
  private static final String PRINTABLE_EXTRA = " '()+,-./:=?*&";

  private DistinguishedName() {}

  /** Gives {@code element} back where it is a well-formed Name. */
  static byte[] check(byte[] element) throws MalformedException {
    Der sequence = Der.of(element).read(Der.SEQUENCE);
    while (!sequence.isEmpty()) {
      Der set = sequence.read(Der.SET);
      while (!set.isEmpty()) {
        Der attribute = set.read(Der.SEQUENCE);
        attribute.readOid();
        int tag = attribute.peekTag();
        if (tag == Der.GENERAL_STRING) {
          throw new MalformedException("unsupported string type in a name");
        }
        checkValue(tag, attribute.readAny().remaining());
      }
    }
    return element;
  }

  static void checkValue(int tag, byte[] value) throws MalformedException {
    boolean valid =
        switch (tag) {
          case Der.UTF8_STRING -> isUtf8(value);
          case Der.PRINTABLE_STRING -> isPrintable(value);
          case Der.NUMERIC_STRING -> allMatch(value, c -> c >= '0' && c <= '9' || c == ' ');
          case Der.IA5_STRING -> allMatch(value, c -> c >= 0);
          case Der.BMP_STRING -> isBmp(value);
          case Der.T61_STRING, Der.GENERAL_STRING -> true;
          default -> false;
        };
    if (!valid) {
      throw new MalformedException("invalid string in a name");
    }
  }

  static boolean isPrintable(byte[] value) {
    return allMatch(
        value,
        c ->
            c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c > 0 && PRINTABLE_EXTRA.indexOf(c) >= 0);
  }

  /** UCS-2: neither surrogates nor what will never be a character; a terminator may end it. */
  private static boolean isBmp(byte[] value) {
    if (value.length % 2 != 0) {
      return false;
    }
    for (int i = 0; i < value.length; i += 2) {
      int point = (value[i] & 0xff) << 8 | value[i + 1] & 0xff;
      if (point >= 0xd800 && point <= 0xdfff
          || point >= 0xfdd0 && point <= 0xfdef
          || point >= 0xfffe) {
        return false;
      }
    }
    return true;
  }

  static boolean isUtf8(byte[] value) {
    if (allMatch(value, c -> c >= 0)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private interface ByteTest {
    boolean test(byte value);
  }

  private static boolean allMatch(byte[] value, ByteTest test) {
    for (byte b : value) {
      if (!test.test(b)) {
        return false;
      }
    }
    return true;
  }
}
