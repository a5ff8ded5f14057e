package io.sealbus.renderer.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.renderer.TableFollower;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands on a topic that the renderer writes, whoever wrote it. */
final class Published<V extends SpecificRecord> implements TableFollower.Table {
  private static final Logger log = LoggerFactory.getLogger(Published.class);

  private final String topic;
  private final RecordCodec<V> codec;
  private final Runnable changed;
  private final MeterRegistry metrics;
  private volatile SortedMap<String, V> values = Collections.emptySortedMap();
  private long next;

  /**
   * A table that is empty yet.
   *
   * @param changed told after each batch
   */
  Published(String topic, RecordCodec<V> codec, Runnable changed, MeterRegistry metrics) {
    this.topic = topic;
    this.codec = codec;
    this.changed = changed;
    this.metrics = metrics;
  }

  /** The values by key. Later changes do not show in it. */
  SortedMap<String, V> values() {
    return values;
  }

  @Override
  public Map<Integer, Long> from() {
    return Map.of();
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    var next = new TreeMap<>(values);
    for (IncomingRecord record : batch) {
      byte[] bytes = record.value();
      // One that cannot be read counts as none, so that a readable one takes its place.
      next.remove(record.key());
      if (bytes != null) {
        read(record, bytes, next);
      }
    }
    values = Collections.unmodifiableSortedMap(next);
    reached(batch.getLast().offset() + 1);
    changed.run();
  }

  private synchronized void reached(long offset) {
    next = offset;
    notifyAll();
  }

  /**
   * Waits until the record at {@code offset} has been read.
   *
   * @return whether that came true in time
   */
  synchronized boolean await(long offset, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (next <= offset) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void read(IncomingRecord record, byte[] bytes, Map<String, V> into) {
    try {
      into.put(record.key(), codec.decode(bytes));
    } catch (UndecodableRecordException e) {
      metrics.counter("sealbus.renderer.records.skipped", "topic", topic).increment();
      log.atWarn()
          .setCause(e)
          .addKeyValue("topic", record.source().topic())
          .addKeyValue("offset", record.offset())
          .log("record skipped");
    }
  }

  @Override
  public void complete() {
    changed.run();
  }

  @Override
  public synchronized void clear() {
    next = 0;
    values = Collections.emptySortedMap();
  }
}
