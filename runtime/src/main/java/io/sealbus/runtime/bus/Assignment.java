package io.sealbus.runtime.bus;

import io.sealbus.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One consumer's partitions: hands their records out, tracks what is done, commits. Everything runs
 * on the loop's thread but {@link #ready} and the reports that a record is done.
 */
final class Assignment implements ConsumerRebalanceListener {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration COMMIT_EVERY = Duration.ofMillis(500);

  /**
   * What is on a replayed topic mostly is this service's own, and known to it: to be told of each
   * record at once would cost the broker and this thread a fetch for each.
   */
  private static final Duration REST = Duration.ofMillis(250);

  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(10);

  private final RecordLoop.Setup setup;
  private final RecordHandler handler;
  private final Consumer<byte[], byte[]> consumer;
  private final BiConsumer<IncomingRecord, Runnable> dispatch;
  private final Map<String, Topic<?>> topics;
  private final Set<String> replayedNames;
  private final Map<TopicPartition, OffsetTracker> trackers = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final Map<TopicPartition, Long> replayEnds = new HashMap<>();
  private final Set<Integer> replaying = new HashSet<>();
  private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();
  private int inFlight;
  private boolean paused;
  private boolean replayedCame;
  private boolean resting;
  private long restingSince;
  private long lastCommit = System.nanoTime();
  private volatile boolean ready;

  Assignment(
      RecordLoop.Setup setup,
      RecordHandler handler,
      Consumer<byte[], byte[]> consumer,
      BiConsumer<IncomingRecord, Runnable> dispatch) {
    this.setup = setup;
    this.handler = handler;
    this.consumer = consumer;
    this.dispatch = dispatch;
    this.topics =
        Stream.concat(setup.committed().stream(), setup.replayed().stream())
            .collect(Collectors.toMap(t -> setup.bus().names().of(t), t -> t));
    this.replayedNames =
        setup.replayed().stream().map(t -> setup.bus().names().of(t)).collect(Collectors.toSet());
  }

  void subscribe() {
    consumer.subscribe(topics.keySet(), this);
  }

  boolean ready() {
    return ready;
  }

  /** Polls once, hands out what came, and commits when it is time. */
  void turn() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      handOut(record);
    }
    takeReports();
    finishReplays();
    throttle();
    rest();
    if (System.nanoTime() - lastCommit >= COMMIT_EVERY.toNanos()) {
      commit(trackers.keySet());
      lastCommit = System.nanoTime();
    }
  }

  private void handOut(ConsumerRecord<byte[], byte[]> record) {
    var partition = new TopicPartition(record.topic(), record.partition());
    OffsetTracker tracker = trackers.get(partition);
    Topic<?> topic = topics.get(record.topic());
    if (tracker == null || topic == null) {
      return;
    }
    replayedCame |= replayedNames.contains(record.topic());
    tracker.handedOut(record.offset());
    inFlight++;
    // The report is about this tracker: one for a partition that was lost meanwhile changes
    // nothing.
    dispatch.accept(
        IncomingRecord.of(topic, record),
        () ->
            reports.add(() -> {
              tracker.done(record.offset());
              inFlight--;
            }));
  }

  private void takeReports() {
    for (Runnable report = reports.poll(); report != null; report = reports.poll()) {
      report.run();
    }
  }

  private void throttle() {
    if (!paused && inFlight >= setup.maxInFlight()) {
      consumer.pause(consumer.assignment());
      paused = true;
    } else if (paused && inFlight <= setup.maxInFlight() / 2) {
      consumer.resume(consumer.paused());
      paused = false;
      resting = false;
    }
  }

  /** Leaves replayed topics alone for a while after something has come from them. */
  private void rest() {
    if (paused || !replaying.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (!resting && replayedCame) {
      consumer.pause(replayed());
      resting = true;
      restingSince = now;
    } else if (resting && now - restingSince >= REST.toNanos()) {
      consumer.resume(replayed());
      resting = false;
    }
    replayedCame = false;
  }

  private List<TopicPartition> replayed() {
    return consumer.assignment().stream()
        .filter(partition -> replayedNames.contains(partition.topic()))
        .toList();
  }

  /** A replay is over when what it read has been handled too, not only polled. */
  private void finishReplays() {
    if (replayEnds.isEmpty()) {
      return;
    }
    replayEnds.entrySet().removeIf(end -> handledUpTo(end.getKey(), end.getValue()));
    Set<Integer> still =
        replayEnds.keySet().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    var over = new TreeSet<>(replaying);
    over.removeAll(still);
    if (!over.isEmpty()) {
      replaying.removeAll(over);
      handler.replayed(over);
    }
  }

  private boolean handledUpTo(TopicPartition partition, long end) {
    OffsetTracker tracker = trackers.get(partition);
    return consumer.position(partition) >= end && (tracker == null || tracker.idle());
  }

  private void commit(Collection<TopicPartition> partitions) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (TopicPartition partition : partitions) {
      OffsetTracker tracker = trackers.get(partition);
      if (tracker != null && !replayedNames.contains(partition.topic())) {
        long offset = tracker.committable();
        if (offset != committed.getOrDefault(partition, -1L)) {
          offsets.put(partition, new OffsetAndMetadata(offset));
        }
      }
    }
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
      offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }
  }

  /** Waits for what is in flight, commits it. */
  void drain() {
    long end = System.nanoTime() + DRAIN_WITHIN.toNanos();
    takeReports();
    while (trackers.values().stream().anyMatch(t -> !t.idle()) && System.nanoTime() < end) {
      Thread.onSpinWait();
      sleepBriefly();
      takeReports();
    }
    commit(trackers.keySet());
  }

  private static void sleepBriefly() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      if (replayedNames.contains(partition.topic())) {
        consumer.seekToBeginning(Set.of(partition));
      }
      trackers.put(partition, new OffsetTracker(consumer.position(partition)));
    }
    Set<TopicPartition> replays =
        partitions.stream()
            .filter(p -> replayedNames.contains(p.topic()))
            .collect(Collectors.toSet());
    replayEnds.putAll(consumer.endOffsets(replays));
    paused = false;
    resting = false;
    Set<Integer> numbers = numbers(partitions);
    replaying.addAll(numbers);
    handler.assigned(numbers);
    finishReplays();
    ready = true;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    drain();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> {
      trackers.remove(p);
      committed.remove(p);
      replayEnds.remove(p);
    });
    Set<Integer> numbers = numbers(partitions);
    replaying.removeAll(numbers);
    handler.revoked(numbers);
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }
}
