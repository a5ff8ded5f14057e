package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlatformRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
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

    new AgainstAvro<ImageRecord>(DECODING::decode, CODEC::decode)
        .agrees(() -> some.broken(CODEC.encode(record()), CODEC.header().length));
  }
}
