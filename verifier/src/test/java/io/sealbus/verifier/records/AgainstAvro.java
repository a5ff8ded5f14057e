package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.UndecodableRecordException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reading of records by hand beside Avro's own.
 *
 * @param ours the reading by hand
 * @param avros what is wanted
 */
record AgainstAvro<T>(Reading<T> ours, Reading<T> avros) {
  private static final int ROUNDS = 40_000;

  /** Reads a record as on the topic. */
  interface Reading<T> {
    T read(byte[] bytes) throws UndecodableRecordException;
  }

  /** That both take and refuse the same, with the same values, of records that may be broken. */
  void agrees(Supplier<byte[]> broken) {
    int taken = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = broken.get();
      T read = orNull(ours, bytes);

      assertThat(read).as(() -> Arrays.toString(bytes)).isEqualTo(orNull(avros, bytes));
      taken += read == null ? 0 : 1;
    }
    assertThat(taken).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  private static <T> @Nullable T orNull(Reading<T> reading, byte[] bytes) {
    try {
      return reading.read(bytes);
    } catch (UndecodableRecordException e) {
      return null;
    }
  }
}
