package io.sealbus.policyingest;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code policy-status} topic as a table. Written by its follower's thread, read by any. */
final class StatusTable implements TopicFollower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(StatusTable.class);

  private final RecordCodec<PolicyStatusRecord> codec;
  private final Map<ResourceKey, PolicyStatusRecord> current = new ConcurrentHashMap<>();
  private volatile Runnable changed = () -> {};

  StatusTable(RecordCodec<PolicyStatusRecord> codec) {
    this.codec = codec;
  }

  /** Has {@code action} called after each change from now on. */
  void onChange(Runnable action) {
    changed = action;
  }

  @Nullable PolicyStatusRecord get(ResourceKey key) {
    return current.get(key);
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    batch.forEach(this::take);
    changed.run();
  }

  @Override
  public void reset() {
    current.clear();
  }

  private void take(IncomingRecord record) {
    Optional<ResourceKey> key = ResourceKey.parse(record.key());
    byte[] value = record.value();
    if (key.isEmpty()) {
      return;
    }
    if (value == null) {
      current.remove(key.get());
      return;
    }
    try {
      current.put(key.get(), codec.decode(value));
    } catch (UndecodableRecordException e) {
      LOG.atWarn()
          .addKeyValue("policy", key.get())
          .addKeyValue("offset", record.offset())
          .log("skipped a record that is no status");
    }
  }
}
