package io.sealbus.verification.crypto;

import java.io.ByteArrayOutputStream;

/** Object identifiers in dotted form, and the ones that are known here. */
final class Oid {
  static final String RSA = "1.2.840.113549.1.1.1";
  static final String EC = "1.2.840.10045.2.1";
  static final String ED25519 = "1.3.101.112";
  static final String X25519 = "1.3.101.110";
  static final String DSA = "1.2.840.10040.4.1";

  private Oid() {}

  /** From an OBJECT IDENTIFIER's content; arcs of at most 31 bits, minimally encoded. */
  static String dotted(byte[] content) throws MalformedException {
    if (content.length == 0 || content[content.length - 1] < 0) {
      throw new MalformedException("not an OBJECT IDENTIFIER");
    }
    var out = new StringBuilder();
    long arc = 0;
    boolean start = true;
    for (byte b : content) {
      if (start && b == (byte) 0x80 || arc > (Integer.MAX_VALUE >> 7)) {
        throw new MalformedException("not an OBJECT IDENTIFIER");
      }
      arc = arc << 7 | b & 0x7f;
      start = b >= 0;
      if (start) {
        append(out, arc);
        arc = 0;
      }
    }
    return out.toString();
  }

  /** Refuses what is not the content of an OBJECT IDENTIFIER; arcs may be of any length. */
  static void check(byte[] content) throws MalformedException {
    boolean start = true;
    for (byte b : content) {
      if (start && b == (byte) 0x80) {
        throw new MalformedException("not an OBJECT IDENTIFIER");
      }
      start = b >= 0;
    }
    if (content.length == 0 || !start) {
      throw new MalformedException("not an OBJECT IDENTIFIER");
    }
  }

  private static void append(StringBuilder out, long arc) {
    if (!out.isEmpty()) {
      out.append('.').append(arc);
    } else if (arc < 80) {
      out.append(arc / 40).append('.').append(arc % 40);
    } else {
      out.append("2.").append(arc - 80);
    }
  }

  /** An OBJECT IDENTIFIER element. */
  static byte[] encode(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    var content = new ByteArrayOutputStream();
    for (int i = 1; i < arcs.length; i++) {
      long arc = Long.parseLong(arcs[i]) + (i == 1 ? 40 * Long.parseLong(arcs[0]) : 0);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift != 0) {
          content.write((int) (arc >> shift & 0x7f | 0x80));
        }
      }
      content.write((int) (arc & 0x7f));
    }
    return DerWriter.element(Der.OID, content.toByteArray());
  }
}
