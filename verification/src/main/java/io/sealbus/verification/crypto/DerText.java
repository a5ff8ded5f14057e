package io.sealbus.verification.crypto;

import java.nio.charset.StandardCharsets;

/** One ASN.1 character string as an extension's whole value. */
public final class DerText {

  private DerText() {}

  /**
   * The UTF-8 bytes of the string.
   *
   * @throws MalformedException where the bytes are not exactly one well-formed string
   */
  public static byte[] parse(byte[] der) throws MalformedException {
    Der outer = Der.of(der);
    int tag = outer.peekTag();
    byte[] value = outer.readAny().remaining();
    if (!outer.isEmpty()) {
      throw new MalformedException("trailing data after the string");
    }
    return switch (tag) {
      case Der.UTF8_STRING,
          Der.PRINTABLE_STRING,
          Der.IA5_STRING,
          Der.NUMERIC_STRING,
          Der.GENERAL_STRING -> {
        DistinguishedName.checkValue(tag, value);
        yield value;
      }
      case Der.T61_STRING ->
          new String(value, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
      case Der.BMP_STRING -> {
        DistinguishedName.checkValue(tag, value);
        int length = value.length;
        boolean terminated = length >= 2 && value[length - 1] == 0 && value[length - 2] == 0;
        yield new String(value, 0, terminated ? length - 2 : length, StandardCharsets.UTF_16BE)
            .getBytes(StandardCharsets.UTF_8);
      }
      default -> throw new MalformedException("not a string");
    };
  }
}
