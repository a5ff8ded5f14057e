package io.sealbus.schemas;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The Confluent wire format: a zero byte, the schema's id in a schema registry, the value. The
 * newest schema is registered under {@code <topic>-value} when the first value is encoded.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
public final class ConfluentCodec<V extends SpecificRecord> implements RecordCodec<V> {
  private static final byte MAGIC = 0;
  private static final int HEADER = 1 + Integer.BYTES;

  private final Schema schema;
  private final String subject;
  private final SchemaRegistry registry;
  private final AvroBody<V> body;

  /** The codec for the values of {@code topic}, which is called {@code name} on the bus. */
  public ConfluentCodec(Topic<V> topic, String name, SchemaRegistry registry) {
    this.schema = topic.schema();
    this.subject = name + "-value";
    this.registry = registry;
    this.body = new AvroBody<>(schema);
  }

  @Override
  public byte[] encode(V value) {
    return body.write(header(), value);
  }

  @Override
  public byte[] header() {
    int id = registry.register(subject, schema);
    return ByteBuffer.allocate(HEADER).put(MAGIC).putInt(id).array();
  }

  @Override
  public V decode(byte[] bytes, int offset) throws UndecodableRecordException {
    if (bytes.length - offset < HEADER || bytes[offset] != MAGIC) {
      throw new UndecodableRecordException("no Confluent wire format header");
    }
    Schema writer = registry.schema(ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt());
    return body.read(bytes, offset + HEADER, writer);
  }
}
