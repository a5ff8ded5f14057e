package io.sealbus.verification.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the few DER structures that are written here. */
final class DerWriter {
  static final byte[] NULL = {Der.NULL, 0};

  private DerWriter() {}

  static byte[] element(int tag, byte[]... content) {
    int length = 0;
    for (byte[] part : content) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (38 - Integer.numberOfLeadingZeros(length) + 1) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >> 8 * i);
      }
    }
    for (byte[] part : content) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... content) {
    return element(Der.SEQUENCE, content);
  }

  static byte[] integer(BigInteger value) {
    return element(Der.INTEGER, value.toByteArray());
  }

  /** A BIT STRING of whole bytes. */
  static byte[] bitString(byte[] bytes) {
    return element(Der.BIT_STRING, new byte[1], bytes);
  }
}
