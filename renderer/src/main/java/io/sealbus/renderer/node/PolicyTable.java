package io.sealbus.renderer.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.renderer.TableFollower;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands on the {@code policies} topic. */
final class PolicyTable implements TableFollower.Table {
  private static final Logger log = LoggerFactory.getLogger(PolicyTable.class);

  private final RecordCodec<PolicyRecord> codec;
  private final LongSupplier end;
  private final Runnable changed;
  private final MeterRegistry metrics;
  private final Map<String, Standing> standing = new HashMap<>();
  private long version = -1;

  /** What stands under one key. */
  sealed interface Standing {
    /** A policy, or whatever else is kept on the topic. */
    record Readable(PolicyRecord value) implements Standing {}

    /** A value that this version cannot read. It stands for something, and nobody knows what. */
    record Unreadable() implements Standing {}
  }

  /**
   * All of it at one moment.
   *
   * @param version offset of the newest record; -1 before the first
   */
  record Snapshot(Map<String, Standing> standing, long version) {
    Snapshot {
      standing = Map.copyOf(standing);
    }
  }

  /**
   * A table that is empty yet.
   *
   * @param end the topic's end, asked before reading begins: what was newest may have been a
   *     deletion that the topic no longer holds
   * @param changed told after each batch
   */
  PolicyTable(
      RecordCodec<PolicyRecord> codec, LongSupplier end, Runnable changed, MeterRegistry metrics) {
    this.codec = codec;
    this.end = end;
    this.changed = changed;
    this.metrics = metrics;
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(standing, version);
  }

  @Override
  public synchronized Map<Integer, Long> from() {
    version = Math.max(version, end.getAsLong() - 1);
    return Map.of();
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    batch.forEach(this::put);
    changed.run();
  }

  private synchronized void put(IncomingRecord record) {
    byte[] value = record.value();
    if (value == null) {
      standing.remove(record.key());
    } else {
      standing.put(record.key(), read(record, value));
    }
    version = Math.max(version, record.offset());
  }

  private Standing read(IncomingRecord record, byte[] value) {
    try {
      return new Standing.Readable(codec.decode(value));
    } catch (UndecodableRecordException e) {
      metrics.counter("sealbus.renderer.records.skipped", "topic", "policies").increment();
      log.atWarn()
          .setCause(e)
          .addKeyValue("topic", record.source().topic())
          .addKeyValue("offset", record.offset())
          .log("policy cannot be read");
      return new Standing.Unreadable();
    }
  }

  @Override
  public void complete() {
    changed.run();
  }

  @Override
  public synchronized void clear() {
    standing.clear();
    version = -1;
  }
}
