package io.sealbus.renderer.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.renderer.TableFollower;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.SigstoreResource;
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
  private final Map<ResourceKey, StandingResource> standing = new HashMap<>();
  private final Map<ResourceKey, SigstoreResource> admission = new HashMap<>();
  private long version = -1;

  /**
   * All of it at one moment.
   *
   * @param standing what nodes' files are made of
   * @param admission what the cluster's admission judges by
   * @param version offset of the newest record; -1 before the first
   */
  record Snapshot(
      Map<ResourceKey, StandingResource> standing,
      Map<ResourceKey, SigstoreResource> admission,
      long version) {
    Snapshot {
      standing = Map.copyOf(standing);
      admission = Map.copyOf(admission);
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
    return new Snapshot(standing, admission, version);
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
    // What has no key of a resource is none.
    ResourceKey.parse(record.key()).ifPresent(key -> put(key, record));
    version = Math.max(version, record.offset());
  }

  private void put(ResourceKey key, IncomingRecord record) {
    byte[] value = record.value();
    if (value == null) {
      standing.remove(key);
      admission.remove(key);
    } else {
      read(key, record, value);
    }
  }

  private void read(ResourceKey key, IncomingRecord record, byte[] value) {
    try {
      PolicyRecord policy = codec.decode(value);
      standing.put(
          key,
          StandingResource.of(
              key,
              policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec(),
              policy.getDocument()));
      admission.put(
          key,
          SigstoreResource.of(
              key, policy.getVersion(), policy.getUid(), policy.getGeneration(), policy.getSpec()));
    } catch (UndecodableRecordException e) {
      metrics.counter("sealbus.renderer.records.skipped", "topic", "policies").increment();
      log.atWarn()
          .setCause(e)
          .addKeyValue("topic", record.source().topic())
          .addKeyValue("offset", record.offset())
          .log("policy cannot be read");
      standing.put(key, StandingResource.unreadable(key));
      admission.put(key, SigstoreResource.unreadable(key));
    }
  }

  @Override
  public void complete() {
    changed.run();
  }

  @Override
  public synchronized void clear() {
    standing.clear();
    admission.clear();
    version = -1;
  }
}
