package io.sealbus.renderer.verdict;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.renderer.TableFollower;
import io.sealbus.runtime.bus.DeadLetterCode;
import io.sealbus.runtime.bus.DeadLetters;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the table and the feed to where the topic is. */
final class VerdictTable implements TableFollower.Table {
  private static final Logger log = LoggerFactory.getLogger(VerdictTable.class);

  private final String service;
  private final RecordCodec<VerdictRecord> codec;
  private final VerdictStore store;
  private final VerdictFeed feed;
  private final RecordSender sender;
  private final InstantSource clock;
  private final Counter stored;
  private final Counter stale;
  private final Counter skipped;
  private volatile boolean failing;

  VerdictTable(
      String service,
      RecordCodec<VerdictRecord> codec,
      VerdictStore store,
      VerdictFeed feed,
      RecordSender sender,
      InstantSource clock,
      MeterRegistry metrics) {
    this.service = service;
    this.codec = codec;
    this.store = store;
    this.feed = feed;
    this.sender = sender;
    this.clock = clock;
    this.stored = metrics.counter("sealbus.renderer.verdicts.stored");
    this.stale = metrics.counter("sealbus.renderer.verdicts.stale");
    this.skipped = metrics.counter("sealbus.renderer.records.skipped", "topic", "verdicts");
  }

  /** Whether the last batch could not be written; it is tried again. */
  boolean failing() {
    return failing;
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    try {
      write(batch);
      failing = false;
    } catch (RuntimeException e) {
      failing = true;
      throw e;
    }
  }

  private void write(List<IncomingRecord> batch) {
    var changes = new ArrayList<VerdictChange>();
    var unusable = new ArrayList<IncomingRecord>();
    var behind = new HashMap<Integer, Long>();
    for (IncomingRecord record : batch) {
      VerdictChange change = decode(record);
      if (change == null || !VerdictRow.fits(change)) {
        unusable.add(record);
      } else {
        changes.add(change);
      }
      behind.merge(record.partition(), record.offset() + 1, Math::max);
    }
    List<VerdictChange> accepted = store.write(changes, new OffsetVector(behind));
    stored.increment(accepted.size());
    stale.increment(changes.size() - (double) accepted.size());
    // Only now: a batch that is tried again must not be told of twice.
    feed.publish(accepted, store.next());
    unusable.forEach(this::setAside);
  }

  private @Nullable VerdictChange decode(IncomingRecord record) {
    byte[] value = record.value();
    try {
      return new VerdictChange(
          record.partition(),
          record.offset(),
          record.key(),
          value == null ? new byte[0] : value,
          value == null ? null : codec.decode(value));
    } catch (UndecodableRecordException e) {
      return null;
    }
  }

  private void setAside(IncomingRecord record) {
    skipped.increment();
    log.atWarn()
        .addKeyValue("topic", record.source().topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", DeadLetterCode.UNDECODABLE_RECORD)
        .log("record set aside");
    var letter =
        DeadLetters.of(
            service,
            record,
            DeadLetterCode.UNDECODABLE_RECORD.name(),
            "not a verdict that can be kept",
            clock.instant());
    sender
        .send(letter, record.trace())
        .whenComplete((offset, failure) -> {
          if (failure != null) {
            log.atWarn().setCause(failure).log("dead letter not sent");
          }
        });
  }

  @Override
  public Map<Integer, Long> from() {
    return store.next().next();
  }

  @Override
  public void complete() {
    store.caughtUp();
  }

  @Override
  public void clear() {
    store.clear();
    feed.clear();
  }
}
