package io.sealbus.policyingest;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.runtime.http.Printable;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.resource.ResourceKey;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code policies} topic as a table. Written by its follower's thread, read by any.
 *
 * <p>A record that is no policy, which only a foreign producer can have written, is skipped. Its
 * key keeps the last policy that could be read, and is remembered as damaged so that applying or
 * deleting it writes over the bad record.
 */
final class PolicyTable implements TopicFollower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyTable.class);
  private static final int LONGEST_QUOTED_KEY = 200;

  private final RecordCodec<PolicyRecord> codec;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private volatile Snapshot current = Snapshot.EMPTY;

  /**
   * The table at one moment.
   *
   * @param damaged keys whose newest record is no policy
   * @param version offset of the newest record seen, -1 for none: the policy version
   */
  record Snapshot(
      NavigableMap<ResourceKey, CurrentPolicy> policies, Set<ResourceKey> damaged, long version) {
    static final Snapshot EMPTY = new Snapshot(new TreeMap<>(), Set.of(), -1);

    Snapshot {
      policies = Collections.unmodifiableNavigableMap(policies);
      damaged = Set.copyOf(damaged);
    }

    @Nullable CurrentPolicy get(ResourceKey key) {
      return policies.get(key);
    }
  }

  PolicyTable(RecordCodec<PolicyRecord> codec) {
    this.codec = codec;
  }

  /** The table as it is now; later records do not change it. */
  Snapshot snapshot() {
    return current;
  }

  /** Waits until the record at {@code offset} is in the table; false where it is not in time. */
  boolean awaitVersion(long offset, Duration within) throws InterruptedException {
    long nanos = within.toNanos();
    lock.lock();
    try {
      while (current.version() < offset) {
        if (nanos <= 0) {
          return false;
        }
        nanos = advanced.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    var policies = new TreeMap<>(current.policies());
    var damaged = new HashSet<>(current.damaged());
    long version = current.version();
    for (IncomingRecord record : batch) {
      apply(record, policies, damaged);
      version = record.offset();
    }
    publish(new Snapshot(policies, damaged, version));
  }

  @Override
  public void reset() {
    publish(Snapshot.EMPTY);
  }

  private void publish(Snapshot next) {
    lock.lock();
    try {
      current = next;
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void apply(
      IncomingRecord incoming,
      NavigableMap<ResourceKey, CurrentPolicy> policies,
      Set<ResourceKey> damaged) {
    Optional<ResourceKey> key = ResourceKey.parse(incoming.key());
    if (key.isEmpty()) {
      warn(incoming, "the key names no resource");
      return;
    }
    byte[] value = incoming.value();
    if (value == null) {
      policies.remove(key.get());
      damaged.remove(key.get());
      return;
    }
    try {
      PolicyRecord policy = codec.decode(value);
      check(key.get(), policy);
      policies.put(key.get(), new CurrentPolicy(key.get(), policy, incoming.offset()));
      damaged.remove(key.get());
    } catch (UndecodableRecordException e) {
      damaged.add(key.get());
      warn(incoming, e.getMessage());
    }
  }

  private static void check(ResourceKey key, PolicyRecord policy)
      throws UndecodableRecordException {
    boolean own =
        key.group().equals(policy.getGroup())
            && key.kind().equals(policy.getKind())
            && Objects.equals(key.namespace(), policy.getNamespace())
            && key.name().equals(policy.getName());
    if (!own) {
      throw new UndecodableRecordException("the record is of another policy than its key");
    }
    try {
      // Both are handed out inside JSON answers.
      var unused = List.of(new JsonObject(policy.getSpec()), new JsonObject(policy.getDocument()));
    } catch (DecodeException e) {
      throw new UndecodableRecordException("spec or document is no JSON object");
    }
  }

  private static void warn(IncomingRecord incoming, @Nullable String why) {
    LOG.atWarn()
        .addKeyValue("key", Printable.of(incoming.key(), LONGEST_QUOTED_KEY))
        .addKeyValue("offset", incoming.offset())
        .addKeyValue("why", why)
        .log("skipped a record that is no policy");
  }
}
