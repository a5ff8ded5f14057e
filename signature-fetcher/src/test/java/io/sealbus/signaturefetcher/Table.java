package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** What stands on a topic now: the newest value of each key, and how often each was written. */
final class Table<V extends SpecificRecord> implements TopicFollower.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RecordCodec<V> codec;
  private final Map<String, V> values = new LinkedHashMap<>();
  private final List<String> written = new ArrayList<>();
  private final TopicFollower follower;

  Table(BusConfig bus, Topic<V> topic) {
    codec = bus.codecs().codec(topic);
    follower = new TopicFollower(bus, topic, "table", Map.of(), this).start();
  }

  @Override
  public synchronized void records(List<IncomingRecord> batch) {
    for (IncomingRecord record : batch) {
      byte[] value = record.value();
      written.add(record.key());
      try {
        if (value == null) {
          values.remove(record.key());
        } else {
          values.put(record.key(), codec.decode(value));
        }
      } catch (UndecodableRecordException e) {
        throw new IllegalStateException(e);
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void reset() {
    values.clear();
    written.clear();
  }

  synchronized List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** How many records, tombstones included, there were. */
  synchronized long written() {
    return written.size();
  }

  /** How many records, tombstones included, there were under {@code key}. */
  synchronized long written(String key) {
    return written.stream().filter(key::equals).count();
  }

  /** Waits for a value under {@code key} that is {@code such}. */
  synchronized V await(String key, Predicate<V> such) {
    await(key + " in " + values, () -> values.containsKey(key) && such.test(values.get(key)));
    return values.get(key);
  }

  /** Waits until nothing stands under {@code key}, after something was written there. */
  synchronized void awaitGone(String key) {
    await(key + " to go", () -> !values.containsKey(key) && written.contains(key));
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("waited in vain for " + what + "; now " + values);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
