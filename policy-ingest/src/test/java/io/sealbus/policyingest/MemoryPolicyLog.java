package io.sealbus.policyingest;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A topic in memory whose records are in the table as soon as they are written. */
final class MemoryPolicyLog implements PolicyLog {
  static final RecordCodec<PolicyRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.POLICIES);

  private final PolicyTable table;
  private final List<String> keys = new ArrayList<>();
  private final Map<String, PolicyRecord> values = new TreeMap<>();
  private int failAt = Integer.MAX_VALUE;
  private int sizeLimit = Integer.MAX_VALUE;
  private boolean silent;

  MemoryPolicyLog(PolicyTable table) {
    this.table = table;
  }

  /** Keys of all records written, in order; of tombstones with a leading minus. */
  synchronized List<String> keys() {
    return List.copyOf(keys);
  }

  synchronized PolicyRecord value(String key) {
    return values.get(key);
  }

  /** The record at this offset, and later ones, are not taken. */
  synchronized void failAt(int offset) {
    failAt = offset;
  }

  synchronized void heal() {
    failAt = Integer.MAX_VALUE;
  }

  synchronized void sizeLimit(int bytes) {
    sizeLimit = bytes;
  }

  /** Records are taken, but not read back. */
  synchronized void silent() {
    silent = true;
  }

  @Override
  public synchronized CompletableFuture<Long> put(PolicyRecord record) {
    return append(PolicyLog.key(record).text(), record);
  }

  @Override
  public synchronized CompletableFuture<Long> delete(ResourceKey key) {
    return append(key.text(), null);
  }

  @Override
  public synchronized boolean takes(PolicyRecord record) {
    return CODEC.encode(record).length <= sizeLimit;
  }

  private CompletableFuture<Long> append(String key, @Nullable PolicyRecord record) {
    if (keys.size() >= failAt) {
      return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
    }
    byte[] value = record == null ? null : CODEC.encode(record);
    long offset = foreign((record == null ? "-" : "") + key, key, value);
    if (record == null) {
      values.remove(key);
    } else {
      values.put(key, record);
    }
    return CompletableFuture.completedFuture(offset);
  }

  /** What another producer writes. */
  synchronized long foreign(String key, byte @Nullable [] value) {
    return foreign(key, key, value);
  }

  private long foreign(String name, String key, byte @Nullable [] value) {
    long offset = keys.size();
    keys.add(name);
    if (!silent) {
      table.records(List.of(incoming(offset, key, value)));
    }
    return offset;
  }

  private static IncomingRecord incoming(long offset, String key, byte @Nullable [] value) {
    return new IncomingRecord(
        TopicCatalogue.POLICIES,
        0,
        offset,
        key,
        value,
        new ConsumerRecord<>("policies", 0, offset, Policies.bytes(key), value));
  }
}
