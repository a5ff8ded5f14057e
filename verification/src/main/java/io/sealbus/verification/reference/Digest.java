package io.sealbus.verification.reference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A content digest, {@code algorithm:hex}. Only sha256, sha384 and sha512 with lower-case hex of
 * the exact length can be constructed, so that a digest can be put into a path or a URL as it is.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">OCI
 *     image-spec, Digests</a>
 */
public record Digest(String text) {
  private static final int PREFIX = "sha256:".length();

  /** What a processor cannot foresee is which digit comes next, so nothing branches on it. */
  private static final byte[] NO_HEX_DIGIT = noHexDigit();

  public Digest {
    if (!isDigest(text)) {
      throw new IllegalArgumentException("not a digest");
    }
  }

  /** The digest, or empty where {@code text} is not one. Never throws, whatever the text. */
  public static Optional<Digest> parse(String text) {
    return isDigest(text) ? Optional.of(new Digest(text)) : Optional.empty();
  }

  /** By hand, since every evaluation asks several times. */
  private static boolean isDigest(String text) {
    int length =
        switch (text.length()) {
          case 7 + 64 -> text.startsWith("sha256:") ? 64 : -1;
          case 7 + 96 -> text.startsWith("sha384:") ? 96 : -1;
          case 7 + 128 -> text.startsWith("sha512:") ? 128 : -1;
          default -> -1;
        };
    int wrong = 0;
    for (int i = PREFIX; i < PREFIX + length; i++) {
      char c = text.charAt(i);
      wrong |= c < NO_HEX_DIGIT.length ? NO_HEX_DIGIT[c] : 1;
    }
    return length > 0 && wrong == 0;
  }

  private static byte[] noHexDigit() {
    byte[] wrong = new byte[128];
    for (int c = 0; c < wrong.length; c++) {
      wrong[c] = (byte) ("0123456789abcdef".indexOf(c) < 0 ? 1 : 0);
    }
    return wrong;
  }

  /** SHA-256 of the UTF-8 encoding of {@code text}. */
  public static Digest sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code sha256}, {@code sha384} or {@code sha512}. */
  public String algorithm() {
    return text.substring(0, text.indexOf(':'));
  }

  /** Lower-case hex. */
  public String hex() {
    return text.substring(text.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
