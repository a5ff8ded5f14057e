package io.sealbus.standalone.server;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The newest verdict of each reference, as the topic has them. */
public final class VerdictWatch implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Map<String, VerdictRecord> newest = new ConcurrentHashMap<>();
  private final RecordCodec<VerdictRecord> codec;
  private final TopicFollower follower;

  /** Reads {@code bus} from the beginning. */
  public VerdictWatch(BusConfig bus) {
    this.codec = bus.codecs().codec(TopicCatalogue.VERDICTS);
    this.follower =
        new TopicFollower(bus, TopicCatalogue.VERDICTS, "sealbus.watch", Map.of(), listener())
            .start();
  }

  private TopicFollower.Listener listener() {
    return new TopicFollower.Listener() {
      @Override
      public void records(List<IncomingRecord> batch) {
        batch.forEach(VerdictWatch.this::take);
      }

      @Override
      public void reset() {
        newest.clear();
      }
    };
  }

  private void take(IncomingRecord record) {
    byte[] value = record.value();
    try {
      if (value == null) {
        newest.remove(record.key());
      } else {
        newest.put(record.key(), codec.decode(value));
      }
    } catch (UndecodableRecordException e) {
      newest.remove(record.key());
    }
  }

  /** The newest verdict of a reference. */
  public Optional<VerdictRecord> of(String reference) {
    return Optional.ofNullable(newest.get(reference));
  }

  /** Waits until {@code condition} holds; false where that takes longer. */
  public boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return true;
  }

  @Override
  public void close() {
    follower.close();
  }
}
