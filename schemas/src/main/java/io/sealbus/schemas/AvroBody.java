package io.sealbus.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Avro binary encoding of one topic's values behind either header. Readers and writers are
 * kept: what a value costs is its bytes, and not another look at the schemas.
 */
final class AvroBody<V extends SpecificRecord> {
  /** With a buffer of each thread's own. */
  private static final ThreadLocal<@Nullable BinaryEncoder> ENCODERS = new ThreadLocal<>();

  /** With room for each thread's texts. */
  private static final ThreadLocal<@Nullable BinaryDecoder> DECODERS = new ThreadLocal<>();

  private final Schema schema;
  private final DatumWriter<V> writer;
  private final Map<Schema, DatumReader<V>> readers = new ConcurrentHashMap<>();

  /** Of values that are written by {@code schema}, the newest. */
  AvroBody(Schema schema) {
    this.schema = schema;
    this.writer = writer(schema);
  }

  /** By the code that was made for a record, where it was, and not by its schema. */
  private static <V> DatumWriter<V> writer(Schema schema) {
    var made = new SpecificDatumWriter<V>(schema);
    made.getSpecificData().setCustomCoders(true);
    return made;
  }

  private static <V> DatumReader<V> reader(Schema written, Schema schema) {
    var made = new SpecificDatumReader<V>(written, schema);
    made.getSpecificData().setCustomCoders(true);
    return made;
  }

  byte[] write(byte[] header, V value) {
    var out = new ByteArrayOutputStream(1024);
    out.writeBytes(header);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, ENCODERS.get());
    ENCODERS.set(encoder);
    try {
      writer.write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads one value from {@code offset} on; bytes after it are an error, as is any malformed byte.
   */
  V read(byte[] bytes, int offset, Schema written) throws UndecodableRecordException {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, DECODERS.get());
    DECODERS.set(decoder);
    V value;
    boolean end;
    try {
      value = reader(written).read(null, decoder);
      end = decoder.isEnd();
    } catch (IOException | RuntimeException e) {
      // Avro reports malformed bytes by whatever its reader trips over, unchecked exceptions
      // included.
      throw new UndecodableRecordException("malformed Avro value", e);
    }
    if (!end) {
      throw new UndecodableRecordException("bytes after the Avro value");
    }
    return value;
  }

  private DatumReader<V> reader(Schema written) {
    DatumReader<V> known = readers.get(written);
    return known != null ? known : readers.computeIfAbsent(written, s -> reader(s, schema));
  }
}
