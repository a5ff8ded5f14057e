package io.sealbus.verification.timestamp;

import io.sealbus.verification.crypto.Der;
import io.sealbus.verification.crypto.MalformedException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a timestamp says.
 *
 * @param hash object identifier of the imprint's hash
 * @param imprint the hash of the bytes that were seen
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2">RFC 3161, section 2.4.2</a>
 */
record TstInfo(String hash, byte[] imprint, Instant genTime) {
  /** The content type that signed data must have to be a timestamp. */
  static final String CONTENT_TYPE = "1.2.840.113549.1.9.16.1.4";

  /** Only a fraction without trailing zeros is DER. */
  private static final Pattern GEN_TIME =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(?:\\.(\\d{0,8}[1-9]))?Z");

  static TstInfo parse(byte[] der) throws MalformedException {
    Der outer = Der.of(der);
    Der info = outer.read(Der.SEQUENCE);
    outer.requireEmpty();
    if (!info.readInteger().equals(BigInteger.ONE)) {
      throw new MalformedException("unknown version of the timestamp");
    }
    info.readOid();
    Der imprint = info.read(Der.SEQUENCE);
    String hash = algorithm(imprint.read(Der.SEQUENCE));
    byte[] hashed = imprint.read(Der.OCTET_STRING).remaining();
    imprint.requireEmpty();
    info.readInteger();
    Instant genTime = genTime(info.read(Der.GENERALIZED_TIME));
    readOptional(info);
    return new TstInfo(hash, hashed, genTime);
  }

  /** An algorithm's identifier; its parameters must be NULL or absent. */
  static String algorithm(Der identifier) throws MalformedException {
    String oid = identifier.readOid();
    Der parameters = identifier.readOptional(Der.NULL);
    if (parameters != null) {
      parameters.requireEmpty();
    }
    identifier.requireEmpty();
    return oid;
  }

  /** Accuracy, ordering, nonce, the authority's name: of no meaning here. */
  private static void readOptional(Der info) throws MalformedException {
    info.readOptional(Der.SEQUENCE);
    if (info.peekTag() == Der.BOOLEAN) {
      info.readBoolean();
    }
    if (info.peekTag() == Der.INTEGER) {
      info.readInteger();
    }
    info.readOptional(Der.constructedContext(0));
    Der extensions = info.readOptional(Der.constructedContext(1));
    while (extensions != null && !extensions.isEmpty()) {
      Der extension = extensions.read(Der.SEQUENCE);
      String oid = extension.readOid();
      if (extension.peekTag() == Der.BOOLEAN && extension.readBoolean()) {
        throw new MalformedException("unknown critical extension " + oid);
      }
      extension.read(Der.OCTET_STRING);
      extension.requireEmpty();
    }
    info.requireEmpty();
  }

  private static Instant genTime(Der content) throws MalformedException {
    Matcher m = GEN_TIME.matcher(new String(content.remaining(), StandardCharsets.ISO_8859_1));
    if (!m.matches()) {
      throw new MalformedException("malformed time of the timestamp");
    }
    int[] part = new int[6];
    for (int i = 0; i < part.length; i++) {
      part[i] = Integer.parseInt(m.group(i + 1));
    }
    String fraction = m.group(7);
    int nanos =
        fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(9 - fraction.length()));
    try {
      return LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], part[5], nanos)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new MalformedException("malformed time of the timestamp");
    }
  }
}
