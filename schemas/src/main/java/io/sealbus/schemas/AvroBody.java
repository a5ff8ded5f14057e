package io.sealbus.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** The Avro binary encoding behind either header. */
final class AvroBody {
  private AvroBody() {}

  static <V extends SpecificRecord> byte[] write(byte[] header, Schema schema, V value) {
    var out = new ByteArrayOutputStream(512);
    out.writeBytes(header);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<V>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads one value from {@code offset} on; bytes after it are an error, as is any malformed byte.
   */
  static <V extends SpecificRecord> V read(byte[] bytes, int offset, Schema writer, Schema reader)
      throws UndecodableRecordException {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
    V value;
    boolean end;
    try {
      value = new SpecificDatumReader<V>(writer, reader).read(null, decoder);
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
}
