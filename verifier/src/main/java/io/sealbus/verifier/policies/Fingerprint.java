package io.sealbus.verifier.policies;

import io.sealbus.verification.crypto.HashAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first half of the SHA-256 of a text that is only ever compared: 16 bytes where the text has
 * hundreds.
 */
public record Fingerprint(long first, long second) {
  /** In its written form. */
  public static final int BYTES = 2 * Long.BYTES;

  /** Of {@code text}. */
  public static Fingerprint of(String text) {
    return read(
        ByteBuffer.wrap(HashAlgorithm.SHA256.digest(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** As {@link #write} wrote it. */
  public static Fingerprint read(ByteBuffer from) {
    return new Fingerprint(from.getLong(), from.getLong());
  }

  /** Writes {@link #BYTES} bytes. */
  public void write(ByteBuffer to) {
    to.putLong(first).putLong(second);
  }
}
