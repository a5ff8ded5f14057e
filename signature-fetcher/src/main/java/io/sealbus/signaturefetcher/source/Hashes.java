package io.sealbus.signaturefetcher.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 of what came, for names of it. */
final class Hashes {
  private Hashes() {}

  /** {@code sha256:<hex>} of {@code bytes}. */
  static String digest(byte[] bytes) {
    return "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** {@code sha256:<hex>} of {@code texts}, each with its length, null told from empty. */
  static String of(@Nullable String... texts) {
    MessageDigest hash = sha256();
    for (String text : texts) {
      byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      hash.update(
          ByteBuffer.allocate(Integer.BYTES).putInt(text == null ? -1 : bytes.length).array());
      hash.update(bytes);
    }
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
