package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what Avro reads, and refuses what it refuses. */
class EvidenceDecodingTest {
  private static final RecordCodec<EvidenceRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE);
  private static final EvidenceDecoding DECODING = new EvidenceDecoding(CODEC);

  private final Random random = new Random(1);

  private EvidenceRecord record() {
    return EvidenceRecord.newBuilder()
        .setRegistry(text())
        .setRepository(text())
        .setDigest(text())
        .setAttachments(some(this::attachment))
        .setCompleteness(one(Completeness.values()))
        .setFailure(failure())
        .setPlaces(some(this::place))
        .setContentDigest(text())
        .setEvent(random.nextBoolean() ? null : text())
        .setFetchedAt(instant())
        .build();
  }

  private PlaceRecord place() {
    return PlaceRecord.newBuilder()
        .setKind(one(AttachmentKind.values()))
        .setRepository(random.nextBoolean() ? null : text())
        .setTagPrefix(text())
        .setAttachments(some(this::attachment))
        .setCompleteness(one(Completeness.values()))
        .setFailure(failure())
        .build();
  }

  private AttachmentRecord attachment() {
    return AttachmentRecord.newBuilder()
        .setKind(one(AttachmentKind.values()))
        .setMediaType(text())
        .setDigest(text())
        .setSize(random.nextLong())
        .setBytes(random.nextBoolean() ? null : ByteBuffer.wrap(bytes()))
        .setAnnotations(annotations())
        .setReferrer(
            random.nextBoolean() ? null : new ReferrerRecord(text(), text(), random.nextInt()))
        .build();
  }

  private @Nullable FetchFailure failure() {
    return random.nextBoolean()
        ? null
        : new FetchFailure(text(), text(), random.nextInt(), instant());
  }

  private Map<String, String> annotations() {
    var annotations = new HashMap<String, String>();
    some(this::text).forEach(name -> annotations.put(name, text()));
    return annotations;
  }

  private Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(1L << 50) - (1L << 49));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    var text = new StringBuilder();
    random.ints(random.nextInt(90), 0x20, 0x2ff).forEach(text::appendCodePoint);
    return text.toString();
  }

  private <T> List<T> some(Supplier<T> each) {
    var some = new ArrayList<T>();
    for (int count = random.nextInt(4); count > 0; count--) {
      some.add(each.get());
    }
    return some;
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static @Nullable EvidenceParts decoded(byte[] bytes) {
    try {
      return DECODING.decode(bytes, 0);
    } catch (UndecodableRecordException e) {
      return null;
    }
  }

  private static @Nullable EvidenceParts asAvroDoes(byte[] bytes) {
    try {
      return EvidenceParts.of(CODEC.decode(bytes));
    } catch (UndecodableRecordException e) {
      return null;
    }
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
    random.setSeed(seed);
    int taken = 0;
    int rounds = 40_000;
    for (int i = 0; i < rounds; i++) {
      byte[] broken = broken(CODEC.encode(record()));
      EvidenceParts decoded = decoded(broken);

      assertThat(decoded).as(() -> Arrays.toString(broken)).isEqualTo(asAvroDoes(broken));
      taken += decoded == null ? 0 : 1;
    }
    assertThat(taken).isBetween(rounds / 20, rounds * 19 / 20);
  }

  private byte[] broken(byte[] whole) {
    int at = CODEC.header().length + random.nextInt(whole.length - CODEC.header().length);
    byte[] broken = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> broken[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> broken[at] = (byte) random.nextInt(256);
      case 2 -> {
        return Arrays.copyOf(whole, at);
      }
      default -> {
        // A number that takes more bytes than it needs, as no writer should and some may.
        broken = Arrays.copyOf(whole, whole.length + 1);
        System.arraycopy(whole, at, broken, at + 1, whole.length - at);
        broken[at] |= (byte) 0x80;
        broken[at + 1] = (byte) random.nextInt(2);
      }
    }
    return broken;
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
    assertThat(decoded(bytes)).isNull();
  }
}
