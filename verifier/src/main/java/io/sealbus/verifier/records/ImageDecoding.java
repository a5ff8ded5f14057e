package io.sealbus.verifier.records;

import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import java.time.Instant;

/**
 * Reads the bus's image records, as {@link EvidenceDecoding} those of evidence: each image of a
 * sweep is read.
 */
public final class ImageDecoding {
  private final RecordCodec<ImageRecord> codec;

  /**
   * @param codec of the bus
   */
  public ImageDecoding(RecordCodec<ImageRecord> codec) {
    this.codec = codec;
  }

  /**
   * The record.
   *
   * @throws UndecodableRecordException where {@code value} is none
   */
  public ImageRecord decode(byte[] value) throws UndecodableRecordException {
    int begin = codec.newestAt(value, 0);
    return begin < 0 ? codec.decode(value) : record(new AvroReader(value, begin));
  }

  private static ImageRecord record(AvroReader from) throws UndecodableRecordException {
    var record =
        new ImageRecord(
            from.text(),
            from.text(),
            from.optional(),
            from.optional(),
            from.optional(),
            from.array(() -> new PlatformRecord(from.text(), from.text())),
            from.optional(),
            Instant.ofEpochMilli(from.number()),
            from.failure());
    from.end();
    return record;
  }
}
