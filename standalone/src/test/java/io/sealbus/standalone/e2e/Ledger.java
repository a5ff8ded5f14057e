package io.sealbus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Everything that ever stood on one topic, in the order it came. */
final class Ledger<V extends SpecificRecord> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Comparator<VerdictRecord> AGE =
      Comparator.comparingLong(VerdictRecord::getPolicyVersion)
          .thenComparingLong(VerdictRecord::getTrustVersion)
          .thenComparingLong(VerdictRecord::getImageVersion)
          .thenComparingLong(VerdictRecord::getEvidenceVersion);

  private final List<Entry<V>> entries = new CopyOnWriteArrayList<>();
  private final RecordCodec<V> codec;
  private final TopicFollower follower;

  record Entry<V>(String key, @Nullable V value) {}

  private Ledger(BusConfig bus, Topic<V> topic) {
    codec = bus.codecs().codec(topic);
    follower = new TopicFollower(bus, topic, "ledger", Map.of(), listener()).start();
  }

  static Ledger<VerdictRecord> ofVerdicts(BusConfig bus) {
    return new Ledger<>(bus, TopicCatalogue.VERDICTS);
  }

  static <V extends SpecificRecord> Ledger<V> of(BusConfig bus, Topic<V> topic) {
    return new Ledger<>(bus, topic);
  }

  private TopicFollower.Listener listener() {
    return new TopicFollower.Listener() {
      @Override
      public void records(List<IncomingRecord> batch) {
        batch.forEach(Ledger.this::add);
      }

      @Override
      public void reset() {
        throw new IllegalStateException("a test's topic lost records");
      }
    };
  }

  private void add(IncomingRecord record) {
    byte[] bytes = record.value();
    try {
      entries.add(new Entry<>(record.key(), bytes == null ? null : codec.decode(bytes)));
    } catch (UndecodableRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything with this key, tombstones left out. */
  List<V> of(String key) {
    var values = new ArrayList<V>();
    for (Entry<V> entry : entries) {
      if (entry.key().equals(key) && entry.value() != null) {
        values.add(entry.value());
      }
    }
    return values;
  }

  List<Entry<V>> entries() {
    return List.copyOf(entries);
  }

  /** Waits until the newest value of {@code key} is such. */
  V awaitNewest(String key, Predicate<V> such) throws InterruptedException {
    await(() -> !of(key).isEmpty() && such.test(of(key).getLast()), () -> key + ": " + of(key));
    return of(key).getLast();
  }

  void awaitAny(Predicate<Entry<V>> such) throws InterruptedException {
    await(() -> entries.stream().anyMatch(such), () -> String.valueOf(entries));
  }

  private static void await(
      java.util.function.BooleanSupplier condition, java.util.function.Supplier<String> otherwise)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(otherwise.get()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** That for no key a verdict stands twice or an older one after a newer one. */
  static void assertOrderly(Ledger<VerdictRecord> verdicts) {
    var keys = verdicts.entries().stream().map(Entry::key).distinct().toList();
    for (String key : keys) {
      assertThat(verdicts.of(key)).as(key).isSortedAccordingTo(AGE);
      assertThat(verdicts.of(key)).as(key).extracting(VerdictRecord::getId).doesNotHaveDuplicates();
    }
  }

  /**
   * The same where trust goes there and back, by which a verdict comes back under the id it had: no
   * verdict stands twice in a row.
   */
  static void assertOrderlyThereAndBack(Ledger<VerdictRecord> verdicts) {
    var keys = verdicts.entries().stream().map(Entry::key).distinct().toList();
    for (String key : keys) {
      assertThat(verdicts.of(key)).as(key).isSortedAccordingTo(AGE);
      String before = "";
      for (VerdictRecord verdict : verdicts.of(key)) {
        assertThat(verdict.getId()).as(key).isNotEqualTo(before);
        before = verdict.getId();
      }
    }
  }

  /**
   * The same, but that a verdict may stand twice in a row under one id: a crash between publishing
   * and committing repeats it, unless exactly-once is switched on.
   */
  static void assertOrderlyButForRepeats(Ledger<VerdictRecord> verdicts) {
    var keys = verdicts.entries().stream().map(Entry::key).distinct().toList();
    for (String key : keys) {
      assertThat(verdicts.of(key)).as(key).isSortedAccordingTo(AGE);
      var ids = new ArrayList<String>();
      for (VerdictRecord verdict : verdicts.of(key)) {
        if (ids.isEmpty() || !ids.getLast().equals(verdict.getId())) {
          ids.add(verdict.getId());
        }
      }
      assertThat(ids).as(key).doesNotHaveDuplicates();
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
