package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what Avro reads, and refuses what it refuses. */
class ImageDecodingTest {
  private static final RecordCodec<ImageRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.IMAGES);
  private static final ImageDecoding DECODING = new ImageDecoding(CODEC);

  private MadeUp some = new MadeUp(1);

  private ImageRecord record() {
    return ImageRecord.newBuilder()
        .setRegistry(some.text())
        .setRepository(some.text())
        .setTag(some.optional())
        .setDigest(some.optional())
        .setMediaType(some.optional())
        .setPlatforms(some.some(() -> new PlatformRecord(some.text(), some.text())))
        .setEvent(some.optional())
        .setObservedAt(some.instant())
        .setFailure(some.failure())
        .build();
  }

  private static @Nullable ImageRecord decoded(byte[] bytes) {
    try {
      return DECODING.decode(bytes);
    } catch (UndecodableRecordException e) {
      return null;
    }
  }

  private static @Nullable ImageRecord asAvroDoes(byte[] bytes) {
    try {
      return CODEC.decode(bytes);
    } catch (UndecodableRecordException e) {
      return null;
    }
  }

  @Test
  void readsWhatAvroReads() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      ImageRecord record = record();

      assertThat(DECODING.decode(CODEC.encode(record))).isEqualTo(record);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void takesAndRefusesOfBrokenBytesWhatAvroDoes(long seed) {
    some = new MadeUp(seed);
    int taken = 0;
    int rounds = 40_000;
    for (int i = 0; i < rounds; i++) {
      byte[] broken = some.broken(CODEC.encode(record()), CODEC.header().length);
      ImageRecord decoded = decoded(broken);

      assertThat(decoded).as(() -> Arrays.toString(broken)).isEqualTo(asAvroDoes(broken));
      taken += decoded == null ? 0 : 1;
    }
    assertThat(taken).isBetween(rounds / 20, rounds * 19 / 20);
  }
}
