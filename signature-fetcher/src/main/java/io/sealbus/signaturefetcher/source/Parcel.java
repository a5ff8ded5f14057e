package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records of one delivery, which go to the bus together. On disk their values are in Avro's
 * single-object encoding, whatever the bus has: a schema registry may be as far away as Kafka.
 */
record Parcel(List<OutgoingRecord<?>> records, TraceContext trace) {
  private static final RecordCodecs CODECS = RecordCodecs.singleObject();
  private static final int FORMAT = 1;

  Parcel {
    records = List.copyOf(records);
  }

  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(trace.header());
      out.writeInt(records.size());
      for (OutgoingRecord<?> record : records) {
        write(out, record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <V extends SpecificRecord> void write(DataOutputStream out, OutgoingRecord<V> one)
      throws IOException {
    V value = one.value();
    if (value == null || !one.headers().isEmpty()) {
      throw new IllegalArgumentException("a parcel holds events and dead letters");
    }
    byte[] encoded = CODECS.codec(one.topic()).encode(value);
    out.writeUTF(one.topic().name());
    out.writeUTF(one.key());
    out.writeInt(encoded.length);
    out.write(encoded);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException where it is not that, or of another release
   */
  static Parcel decode(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORMAT) {
        throw new IOException("a parcel of another release");
      }
      TraceContext trace = TraceContext.parse(in.readUTF());
      int count = in.readInt();
      var records = new ArrayList<OutgoingRecord<?>>();
      for (int i = 0; i < count; i++) {
        records.add(read(in));
      }
      return new Parcel(records, trace);
    }
  }

  private static OutgoingRecord<?> read(DataInputStream in) throws IOException {
    String topic = in.readUTF();
    if (topic.equals(TopicCatalogue.IMAGE_EVENTS.name())) {
      return read(in, TopicCatalogue.IMAGE_EVENTS);
    }
    if (topic.equals(TopicCatalogue.DEAD_LETTERS.name())) {
      return read(in, TopicCatalogue.DEAD_LETTERS);
    }
    throw new IOException("a record of another topic");
  }

  private static <V extends SpecificRecord> OutgoingRecord<V> read(
      DataInputStream in, Topic<V> topic) throws IOException {
    String key = in.readUTF();
    byte[] value = in.readNBytes(in.readInt());
    try {
      return OutgoingRecord.of(topic, key, CODECS.codec(topic).decode(value));
    } catch (UndecodableRecordException e) {
      throw new IOException(e);
    }
  }
}
