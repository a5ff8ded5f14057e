package io.sealbus.verification.facts;

import io.sealbus.verification.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

  private static final int FIRST_BYTES = 16 << 10;

  /** Parts from this size on are hashed where they are. */
  private static final int LARGE_BYTES = 1 << 10;

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

  private final MessageDigest sha256 = Sha256.newDigest();
  private final byte[] digest = new byte[Sha256.BYTES];
  private byte[] row = new byte[FIRST_BYTES];
  private int length;

  private Reading(Spare home) {
    this.home = home;
  }

  /** Begins one, with what is read, so that like parts of two kinds differ. */
  public static Reading of(String what) {
    Spare spare = SPARE.get();
    Reading begun = spare.reading;
    if (begun == null) {
      begun = new Reading(spare);
    }
    spare.reading = null;
    return begun.add(what);
  }

  /** Adds bytes; nothing is another part than no bytes. */
  public Reading add(byte @Nullable [] part) {
    if (part == null) {
      return addAbsent();
    }
    if (part.length >= LARGE_BYTES) {
      head(BYTES, part.length, 0);
      flush();
      sha256.update(part);
      return this;
    }
    head(BYTES, part.length, part.length);
    System.arraycopy(part, 0, row, length, part.length);
    length += part.length;
    return this;
  }

  /** Adds bytes, as those of an array. */
  public Reading add(Bytes part) {
    if (part.size() >= LARGE_BYTES) {
      head(BYTES, part.size(), 0);
      flush();
      part.addTo(sha256);
      return this;
    }
    head(BYTES, part.size(), part.size());
    part.copyTo(row, length);
    length += part.size();
    return this;
  }

  /** Adds a text, half surrogate pairs included; nothing is another part than an empty one. */
  public Reading add(@Nullable String part) {
    if (part == null) {
      return addAbsent();
    }
    int before = length;
    head(LATIN, part.length(), part.length());
    copyLowBytes(part, row, length);
    // What is beyond Latin-1 has lost its high byte.
    if (!new String(row, length, part.length(), StandardCharsets.ISO_8859_1).equals(part)) {
      length = before;
      return addUtf16(part);
    }
    length += part.length();
    return this;
  }

  /** As no other method of the JDK does, without a copy in between. */
  @SuppressWarnings("deprecation")
  private static void copyLowBytes(String from, byte[] to, int at) {
    from.getBytes(0, from.length(), to, at);
  }

  private Reading addUtf16(String part) {
    int size = Math.multiplyExact(2, part.length());
    head(UTF_16, size, size);
    for (int i = 0; i < part.length(); i++) {
      row[length++] = (byte) (part.charAt(i) >> Byte.SIZE);
      row[length++] = (byte) part.charAt(i);
    }
    return this;
  }

  /** Adds a number. */
  public Reading add(long part) {
    head(NUMBER, Long.BYTES, Long.BYTES);
    LONG.set(row, length, part);
    length += Long.BYTES;
    return this;
  }

  /** Adds an instant to the nanosecond. */
  public Reading add(@Nullable Instant part) {
    return part == null ? addAbsent() : add(part.getEpochSecond()).add((long) part.getNano());
  }

  private Reading addAbsent() {
    head(ABSENT, 0, 0);
    return this;
  }

  /**
   * @param size of the part
   * @param here how much of it comes into the buffer
   */
  private void head(byte kind, int size, int here) {
    int needed = Math.addExact(length, Math.addExact(1 + Integer.BYTES, here));
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

  private void flush() {
    sha256.update(row, 0, length);
    length = 0;
  }

  private void finish() {
    flush();
    Sha256.finish(sha256, digest);
    if (row.length > MAX_KEPT_BYTES) {
      row = new byte[FIRST_BYTES];
    }
    home.reading = this;
  }
}
