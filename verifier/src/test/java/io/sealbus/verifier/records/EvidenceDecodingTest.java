package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what Avro reads, and refuses what it refuses. */
class EvidenceDecodingTest {
  private static final RecordCodec<EvidenceRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE);
  private static final EvidenceDecoding DECODING = new EvidenceDecoding(CODEC);

  private MadeUp some = new MadeUp(1);

  private EvidenceRecord record() {
    return EvidenceRecord.newBuilder()
        .setRegistry(some.text())
        .setRepository(some.text())
        .setDigest(some.text())
        .setAttachments(some.some(this::attachment))
        .setCompleteness(some.one(Completeness.values()))
        .setFailure(some.failure())
        .setPlaces(some.some(this::place))
        .setContentDigest(some.text())
        .setEvent(some.optional())
        .setFetchedAt(some.instant())
        .build();
  }

  private PlaceRecord place() {
    return PlaceRecord.newBuilder()
        .setKind(some.one(AttachmentKind.values()))
        .setRepository(some.optional())
        .setTagPrefix(some.text())
        .setAttachments(some.some(this::attachment))
        .setCompleteness(some.one(Completeness.values()))
        .setFailure(some.failure())
        .build();
  }

  private AttachmentRecord attachment() {
    return AttachmentRecord.newBuilder()
        .setKind(some.one(AttachmentKind.values()))
        .setMediaType(some.text())
        .setDigest(some.text())
        .setSize(some.number())
        .setBytes(some.maybe() ? null : ByteBuffer.wrap(some.bytes()))
        .setAnnotations(annotations())
        .setReferrer(
            some.maybe() ? null : new ReferrerRecord(some.text(), some.text(), (int) some.number()))
        .build();
  }

  private Map<String, String> annotations() {
    var annotations = new HashMap<String, String>();
    some.some(some::text).forEach(name -> annotations.put(name, some.text()));
    return annotations;
  }

  @Test
  void readsWhatAvroReads() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      EvidenceRecord record = record();

      assertThat(DECODING.decode(CODEC.encode(record), 0)).isEqualTo(EvidenceParts.of(record));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void takesAndRefusesOfBrokenBytesWhatAvroDoes(long seed) {
    some = new MadeUp(seed);

    new AgainstAvro<EvidenceParts>(
            bytes -> DECODING.decode(bytes, 0), bytes -> EvidenceParts.of(CODEC.decode(bytes)))
        .agrees(() -> some.broken(CODEC.encode(record()), CODEC.header().length));
  }

  @Test
  void takesBlocksThatSayHowLongTheyAre() throws Exception {
    for (int i = 0; i < 300; i++) {
      EvidenceRecord record = record();
      var out = new ByteArrayOutputStream();
      out.writeBytes(CODEC.header());
      blocking(record, out);

      assertThat(DECODING.decode(out.toByteArray(), 0)).isEqualTo(EvidenceParts.of(record));
    }
  }

  private static void blocking(EvidenceRecord record, ByteArrayOutputStream out)
      throws IOException {
    BinaryEncoder encoder =
        new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
    new SpecificDatumWriter<>(EvidenceRecord.class).write(record, encoder);
    encoder.flush();
  }

  @Test
  void whatAnotherCodecWroteIsItsAffair() {
    byte[] bytes = CODEC.encode(record());
    bytes[3] ^= 1;

    assertThat(CODEC.newestAt(bytes, 0)).isNegative();
    assertThat(CODEC.newestAt(Arrays.copyOf(bytes, 9), 0)).isNegative();
    assertThatExceptionOfType(UndecodableRecordException.class)
        .isThrownBy(() -> DECODING.decode(bytes, 0));
  }
}
