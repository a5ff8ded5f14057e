package io.sealbus.verification.reference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A content digest, {@code algorithm:hex}. Only sha256, sha384 and sha512 with lower-case hex of
 * the exact length can be constructed, so that a digest can be put into a path or a URL as it is.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">OCI
 *     image-spec, Digests</a>
 */
public record Digest(String text) {
  private static final Pattern GRAMMAR =
      Pattern.compile("sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}");

  public Digest {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException("not a digest");
    }
  }

  /** The digest, or empty where {@code text} is not one. Never throws, whatever the text. */
  public static Optional<Digest> parse(String text) {
    return GRAMMAR.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
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
