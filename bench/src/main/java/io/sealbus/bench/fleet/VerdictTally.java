package io.sealbus.bench.fleet;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reads every verdict, and counts those that a sweep leaves out or gives twice. */
final class VerdictTally implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LATE = Duration.ofSeconds(2);

  private final KafkaConsumer<String, byte[]> verdicts;
  private final int images;
  private final Set<String> seen = new HashSet<>();
  private long lost;
  private long doubled;

  /**
   * @param images of which each has one verdict in each sweep
   */
  VerdictTally(FleetBus bus, int images) {
    this.verdicts = bus.follow();
    this.images = images;
  }

  /** Waits for one more verdict on every image. */
  void awaitSweep() {
    seen.clear();
    long last = System.nanoTime();
    while (seen.size() < images && System.nanoTime() - last < PATIENCE.toNanos()) {
      if (read(Duration.ofMillis(20))) {
        last = System.nanoTime();
      }
    }
    lost += images - seen.size();
  }

  /** Waits for what may come late. */
  void settle() {
    long end = System.nanoTime() + LATE.toNanos();
    while (System.nanoTime() < end) {
      read(Duration.ofMillis(100));
    }
  }

  private boolean read(Duration wait) {
    boolean any = false;
    for (ConsumerRecord<String, byte[]> verdict : verdicts.poll(wait)) {
      any = true;
      doubled += seen.add(verdict.key()) ? 0 : 1;
    }
    return any;
  }

  /** How many verdicts never came. */
  long lost() {
    return lost;
  }

  /** How many came besides. */
  long doubled() {
    return doubled;
  }

  @Override
  public void close() {
    verdicts.close();
  }
}
