package io.sealbus.verification.facts;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a fact answers: the SHA-256 of everything that is checked and of the rule that it is checked
 * by. Every part stands behind its length, so that no two questions are of the same bytes.
 *
 * <p>255 bits of it name the question; the last bit is left to the answer.
 */
public record Question(long first, long second, long third, long fourth) {
  /** Changes whenever a rule comes to mean something else, so that older facts are not found. */
  private static final byte[] DOMAIN = "sealbus facts 1\n".getBytes(StandardCharsets.US_ASCII);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<Hashing> HASHING = ThreadLocal.withInitial(Hashing::new);

  /** One for each thread, since a question is asked for each signature. */
  private static final class Hashing {
    private final MessageDigest sha256 = Sha256.newDigest();
    private final byte[] buffer = new byte[Sha256.BYTES];

    void add(byte[] part) {
      INT.set(buffer, 0, part.length);
      sha256.update(buffer, 0, Integer.BYTES);
      sha256.update(part);
    }

    Question finish() {
      Sha256.finish(sha256, buffer);
      return read(buffer, 0);
    }
  }

  /**
   * Whether {@code signature} signs {@code message} by {@code key}.
   *
   * @param rule names how that is checked, the hash included; it must not hold NUL
   * @param key the SubjectPublicKeyInfo
   */
  public static Question signature(String rule, byte[] key, byte[] message, byte[] signature) {
    Hashing hashing = HASHING.get();
    hashing.sha256.update(DOMAIN);
    hashing.add(rule.getBytes(StandardCharsets.UTF_8));
    hashing.add(key);
    hashing.add(signature);
    hashing.add(message);
    return hashing.finish();
  }

  /** From 32 bytes; whatever the last bit is, it is passed over. */
  static Question read(byte[] bytes, int offset) {
    return new Question(
        (long) LONG.get(bytes, offset),
        (long) LONG.get(bytes, offset + 8),
        (long) LONG.get(bytes, offset + 16),
        (long) LONG.get(bytes, offset + 24) & ~1L);
  }

  /** Writes the question with its answer as 32 bytes. */
  void write(boolean answer, byte[] bytes, int offset) {
    LONG.set(bytes, offset, first);
    LONG.set(bytes, offset + 8, second);
    LONG.set(bytes, offset + 16, third);
    LONG.set(bytes, offset + 24, fourth | (answer ? 1 : 0));
  }
}
