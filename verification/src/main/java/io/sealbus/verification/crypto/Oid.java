package io.sealbus.verification.crypto;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Object identifiers in dotted form, and the ones that are known here. */
final class Oid {
  static final String RSA = "1.2.840.113549.1.1.1";
  static final String EC = "1.2.840.10045.2.1";
  static final String ED25519 = "1.3.101.112";
  static final String X25519 = "1.3.101.110";
  static final String DSA = "1.2.840.10040.4.1";

  /** What most certificates and timestamps name, so that it is spelled once and not each time. */
  private static final String[] COMMON = {
    RSA,
    EC,
    ED25519,
    "1.2.840.10045.3.1.7",
    "1.3.132.0.34",
    "1.2.840.10045.4.3.2",
    "1.2.840.10045.4.3.3",
    "1.2.840.10045.4.3.4",
    "1.2.840.113549.1.1.11",
    "1.2.840.113549.1.1.12",
    "1.2.840.113549.1.1.13",
    "2.5.4.3",
    "2.5.4.6",
    "2.5.4.7",
    "2.5.4.8",
    "2.5.4.9",
    "2.5.4.10",
    "2.5.4.11",
    "2.5.4.17",
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.35",
    "2.5.29.37",
    "1.3.6.1.5.5.7.3.3",
    "1.3.6.1.5.5.7.3.8",
    "1.3.6.1.4.1.11129.2.4.2",
    "1.3.6.1.4.1.57264.1.1",
    "1.3.6.1.4.1.57264.1.2",
    "1.3.6.1.4.1.57264.1.3",
    "1.3.6.1.4.1.57264.1.4",
    "1.3.6.1.4.1.57264.1.5",
    "1.3.6.1.4.1.57264.1.6",
    "1.3.6.1.4.1.57264.1.7",
    "1.3.6.1.4.1.57264.1.8",
    "1.3.6.1.4.1.57264.1.9",
    "1.3.6.1.4.1.57264.1.10",
    "1.3.6.1.4.1.57264.1.11",
    "1.3.6.1.4.1.57264.1.12",
    "1.3.6.1.4.1.57264.1.13",
    "1.3.6.1.4.1.57264.1.14",
    "1.3.6.1.4.1.57264.1.15",
    "1.3.6.1.4.1.57264.1.16",
    "1.3.6.1.4.1.57264.1.17",
    "1.3.6.1.4.1.57264.1.18",
    "1.3.6.1.4.1.57264.1.19",
    "1.3.6.1.4.1.57264.1.20",
    "1.3.6.1.4.1.57264.1.21",
    "1.3.6.1.4.1.57264.1.22",
    "1.2.840.113549.1.7.2",
    "1.2.840.113549.1.9.3",
    "1.2.840.113549.1.9.4",
    "1.2.840.113549.1.9.5",
    "1.2.840.113549.1.9.16.1.4",
    "2.16.840.1.101.3.4.2.1",
    "2.16.840.1.101.3.4.2.2",
    "2.16.840.1.101.3.4.2.3"
  };

  private static final int PLACES = 1 << 10;

  /** The common ones by a hash of their content; one that finds its place taken goes without. */
  private static final @Nullable Known[] KNOWN = known();

  private record Known(byte[] content, String dotted) {}

  private Oid() {}

  private static @Nullable Known[] known() {
    var known = new @Nullable Known[PLACES];
    for (String dotted : COMMON) {
      byte[] element = encode(dotted);
      byte[] content = Arrays.copyOfRange(element, 2, element.length);
      int place = place(content, 0, content.length);
      if (known[place] == null) {
        known[place] = new Known(content, dotted);
      }
    }
    return known;
  }

  private static int place(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 10) & (PLACES - 1);
  }

  /** As {@link #dotted(byte[])}, from a part of {@code bytes}. */
  static String dotted(byte[] bytes, int from, int to) throws MalformedException {
    Known known = KNOWN[place(bytes, from, to)];
    return known != null && Arrays.equals(known.content, 0, known.content.length, bytes, from, to)
        ? known.dotted
        : dotted(Arrays.copyOfRange(bytes, from, to));
  }

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
