package io.sealbus.verifier.records;

import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An evidence record as the store keeps it, with the fingerprints of its attachments, which were
 * computed when it was taken and are trusted as facts are: they come from this row alone, never
 * from the record.
 *
 * <p>A row is the record's offset, eight bytes big-endian, then its value as on the topic. Where
 * the offset's first bit is set, which no offset has, a byte with the fingerprints' {@link
 * Attachment#SCHEME} follows it, then two with their number, then these, each of 32 bytes and four
 * of the attachment's {@link Attachment#checksum}, and then comes the value.
 */
public final class EvidenceRow {
  /** What a fetcher attaches at most to one manifest. */
  private static final int MAX_FINGERPRINTS = 256;

  /** Beside larger values there is no room in a record of the changelog. */
  private static final int MAX_VALUE_BYTES = 768 * 1024;

  private static final long FINGERPRINTED = Long.MIN_VALUE;
  private static final int DIGEST_BYTES = 32;
  private static final int ENTRY_BYTES = DIGEST_BYTES + Integer.BYTES;
  private static final int NUMBER_AT = Long.BYTES + 1;
  private static final int HEADER_BYTES = NUMBER_AT + Short.BYTES;

  private final ByteBuffer row;
  private final int fingerprints;
  private final int valueAt;

  private EvidenceRow(byte[] bytes) {
    row = ByteBuffer.wrap(bytes);
    if (row.getLong(0) >= 0) {
      fingerprints = 0;
      valueAt = Long.BYTES;
    } else {
      int stated = bytes.length < HEADER_BYTES ? 0 : Short.toUnsignedInt(row.getShort(NUMBER_AT));
      int end = HEADER_BYTES + stated * ENTRY_BYTES;
      boolean isWhole = end <= bytes.length;
      fingerprints = isWhole && row.get(Long.BYTES) == Attachment.SCHEME ? stated : 0;
      // Of a row that was cut short nothing is read as a record.
      valueAt = isWhole ? end : bytes.length;
    }
  }

  /** From the store. */
  public static EvidenceRow of(byte[] row) {
    return new EvidenceRow(row);
  }

  /** As {@link #of(byte[])}; null for null. */
  public static @Nullable EvidenceRow orNull(byte @Nullable [] row) {
    return row == null ? null : of(row);
  }

  /**
   * To be stored.
   *
   * @param value as on the topic
   * @param attachments that {@link StoredEvidence} reads of it, in its order
   */
  public static EvidenceRow of(long offset, byte[] value, List<Attachment> attachments) {
    boolean fits = attachments.size() <= MAX_FINGERPRINTS && value.length <= MAX_VALUE_BYTES;
    if (attachments.isEmpty() || !fits) {
      return of(ByteBuffer.allocate(Long.BYTES + value.length).putLong(offset).put(value).array());
    }
    int size = attachments.size();
    ByteBuffer row = ByteBuffer.allocate(HEADER_BYTES + size * ENTRY_BYTES + value.length);
    row.putLong(offset | FINGERPRINTED).put(Attachment.SCHEME).putShort((short) size);
    for (Attachment attachment : attachments) {
      row.put(attachment.fingerprint().toArray()).putInt(attachment.checksum());
    }
    return of(row.put(value).array());
  }

  /** As it is stored; not to be changed. */
  public byte[] toBytes() {
    return row.array();
  }

  /** Of the record. */
  public long offset() {
    return row.getLong(0) & ~FINGERPRINTED;
  }

  /**
   * What the record says.
   *
   * @throws UndecodableRecordException where its value is none, or the row was cut short
   */
  EvidenceParts decode(EvidenceDecoding decoding) throws UndecodableRecordException {
    return decoding.decode(row.array(), valueAt);
  }

  /** Of the record, as on the topic. */
  byte[] value() {
    return Arrays.copyOfRange(row.array(), valueAt, row.capacity());
  }

  /** How many attachments have a fingerprint here: all or none. */
  public int fingerprints() {
    return fingerprints;
  }

  /** The fingerprint of the attachment of that number; null where it is another one's. */
  @Nullable Bytes fingerprint(int number, Attachment attachment) {
    int at = HEADER_BYTES + number * ENTRY_BYTES;
    return number < fingerprints && row.getInt(at + DIGEST_BYTES) == attachment.checksum()
        ? Bytes.copyOf(row.array(), at, at + DIGEST_BYTES)
        : null;
  }
}
