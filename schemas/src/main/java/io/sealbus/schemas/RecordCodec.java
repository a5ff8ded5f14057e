package io.sealbus.schemas;

import org.apache.avro.specific.SpecificRecord;

/** Turns the values of one topic into bytes and back. Safe for use by several threads. */
public interface RecordCodec<V extends SpecificRecord> {
  /** The bytes of {@code value}. */
  byte[] encode(V value);

  /**
   * What {@link #encode} puts before the value in Avro's binary encoding, by the newest schema: for
   * who writes that encoding without a record of Avro's.
   */
  byte[] header();

  /**
   * Where the value that begins at {@code offset} stands in Avro's binary encoding, by the newest
   * schema: for who reads that encoding without a record of Avro's. Negative where another schema
   * wrote it, or where that cannot be seen from its bytes.
   */
  default int newestAt(byte[] bytes, int offset) {
    return -1;
  }

  /**
   * The value in {@code bytes}.
   *
   * @throws UndecodableRecordException where the bytes are no such value: another attempt will not
   *     help
   * @throws SchemaRegistryException where the schema could not be asked for: another attempt may
   */
  default V decode(byte[] bytes) throws UndecodableRecordException {
    return decode(bytes, 0);
  }

  /** As {@link #decode(byte[])}, where the value begins at {@code offset} and ends the bytes. */
  V decode(byte[] bytes, int offset) throws UndecodableRecordException;
}
