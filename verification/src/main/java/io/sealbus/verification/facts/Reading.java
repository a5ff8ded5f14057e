package io.sealbus.verification.facts;

import io.sealbus.verification.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an answer depends on, part after part, of which a question is the SHA-256. Each
 * part stands behind its kind and its length, so that no two rows of parts are of the same bytes.
 * Of no use once its digest or question was asked for. For one thread.
 */
public final class Reading {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<Spare> SPARE = ThreadLocal.withInitial(Spare::new);

  private static final int DIGEST_BYTES = 32;
  private static final int FIRST_BYTES = 16 << 10;

  /** A larger buffer than this is not kept for the next reading. */
  private static final int MAX_KEPT_BYTES = 256 << 10;

  private static final byte ABSENT = 0;
  private static final byte BYTES = 1;
  private static final byte LATIN = 2;
  private static final byte UTF_16 = 3;
  private static final byte NUMBER = 4;

  /** What the thread's last reading leaves to its next one; nothing while one is not at its end. */
  private static final class Spare {
    private @Nullable Reading reading;
  }

  private final Spare home;
  private final MessageDigest sha256;
  private final byte[] digest = new byte[DIGEST_BYTES];
  private byte[] row = new byte[FIRST_BYTES];
  private int length;

  private Reading(Spare home) {
    this.home = home;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Begins one, with what is read, so that like parts of two kinds differ. */
  public static Reading of(String what) {
    Spare spare = SPARE.get();
    Reading begun = spare.reading;
    if (begun == null) {
      begun = new Reading(spare);
    }
    spare.reading = null;
    begun.length = 0;
    return begun.add(what);
  }

  /** Adds bytes; nothing is another part than no bytes. */
  public Reading add(byte @Nullable [] part) {
    if (part == null) {
      return addAbsent();
    }
    head(BYTES, part.length);
    System.arraycopy(part, 0, row, length, part.length);
    length += part.length;
    return this;
  }

  /** Adds bytes, as those of an array. */
  public Reading add(Bytes part) {
    head(BYTES, part.size());
    part.copyTo(row, length);
    length += part.size();
    return this;
  }

  /** Adds a text, half surrogate pairs included; nothing is another part than an empty one. */
  public Reading add(@Nullable String part) {
    if (part == null) {
      return addAbsent();
    }
    byte[] latin = part.getBytes(StandardCharsets.ISO_8859_1);
    // What is beyond Latin-1 became question marks.
    if (!new String(latin, StandardCharsets.ISO_8859_1).equals(part)) {
      return addUtf16(part);
    }
    head(LATIN, latin.length);
    System.arraycopy(latin, 0, row, length, latin.length);
    length += latin.length;
    return this;
  }

  private Reading addUtf16(String part) {
    head(UTF_16, Math.multiplyExact(2, part.length()));
    for (int i = 0; i < part.length(); i++) {
      row[length++] = (byte) (part.charAt(i) >> Byte.SIZE);
      row[length++] = (byte) part.charAt(i);
    }
    return this;
  }

  /** Adds a number. */
  public Reading add(long part) {
    head(NUMBER, Long.BYTES);
    LONG.set(row, length, part);
    length += Long.BYTES;
    return this;
  }

  /** Adds an instant to the nanosecond. */
  public Reading add(@Nullable Instant part) {
    return part == null ? addAbsent() : add(part.getEpochSecond()).add((long) part.getNano());
  }

  private Reading addAbsent() {
    head(ABSENT, 0);
    return this;
  }

  private void head(byte kind, int size) {
    int needed = Math.addExact(length, Math.addExact(1 + Integer.BYTES, size));
    if (needed > row.length) {
      row = Arrays.copyOf(row, (int) Math.max(needed, Math.min(2L * row.length, 1 << 30)));
    }
    row[length] = kind;
    INT.set(row, length + 1, size);
    length += 1 + Integer.BYTES;
  }

  /** SHA-256 of all parts, as a part of another reading. */
  public byte[] digest() {
    finish();
    return digest.clone();
  }

  /** Whether what was read has what its first part names. */
  public Question question() {
    finish();
    return Question.read(digest, 0);
  }

  private void finish() {
    try {
      sha256.update(row, 0, length);
      sha256.digest(digest, 0, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest of SHA-256 has 32 bytes", e);
    }
    if (row.length > MAX_KEPT_BYTES) {
      row = new byte[FIRST_BYTES];
    }
    home.reading = this;
  }
}
