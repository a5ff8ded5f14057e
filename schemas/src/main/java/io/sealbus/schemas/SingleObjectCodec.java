package io.sealbus.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro single-object encoding: two marker bytes, the CRC-64-AVRO fingerprint of the writer's
 * schema, the value. The default on the bus, since it needs no registry: every released schema is
 * in the jar.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">Avro
 *     1.12, Single-object encoding</a>
 */
public final class SingleObjectCodec<V extends SpecificRecord> implements RecordCodec<V> {
  private static final byte[] MARKER = {(byte) 0xC3, 0x01};
  private static final int HEADER = MARKER.length + Long.BYTES;

  private final Schema schema;
  private final Map<Long, Schema> writers;
  private final AvroBody<V> body;
  private final byte[] header;

  /** The codec for the values of {@code topic}. */
  public SingleObjectCodec(Topic<V> topic) {
    this.schema = topic.schema();
    this.writers = ReleasedSchemas.byFingerprint(topic.schema());
    this.body = new AvroBody<>(schema);
    this.header =
        ByteBuffer.allocate(HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MARKER)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array();
  }

  @Override
  public byte[] encode(V value) {
    return body.write(header, value);
  }

  @Override
  public byte[] header() {
    return header.clone();
  }

  @Override
  public int newestAt(byte[] bytes, int offset) {
    int begin = offset + HEADER;
    return begin <= bytes.length && Arrays.equals(bytes, offset, begin, header, 0, HEADER)
        ? begin
        : -1;
  }

  @Override
  public V decode(byte[] bytes, int offset) throws UndecodableRecordException {
    if (bytes.length - offset < HEADER
        || bytes[offset] != MARKER[0]
        || bytes[offset + 1] != MARKER[1]) {
      throw new UndecodableRecordException("no Avro single-object header");
    }
    long fingerprint =
        ByteBuffer.wrap(bytes, offset + MARKER.length, Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    @Nullable Schema writer = writers.get(fingerprint);
    if (writer == null) {
      throw new UndecodableRecordException(
          "schema fingerprint %016x is of no released %s".formatted(fingerprint, schema.getName()));
    }
    return body.read(bytes, offset + HEADER, writer);
  }
}
