package io.sealbus.bench.fleet;

import io.sealbus.testkit.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Pushes a hundred images a second whose evidence is known, and measures from each push to its
 * verdict in a consumer's hands.
 */
final class FreshPushes implements AutoCloseable {
  private static final long BETWEEN = Duration.ofMillis(10).toNanos();

  private final Fleet fleet;
  private final FleetBus bus;
  private final Map<String, Long> pushed = new ConcurrentHashMap<>();
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger count = new AtomicInteger();
  private final Thread pusher;
  private final Thread reader;
  private final KafkaConsumer<String, byte[]> verdicts;

  /**
   * @param first number of the first image, which the fleet does not have yet
   */
  FreshPushes(Fleet fleet, FleetBus bus, int first) {
    this.fleet = fleet;
    this.bus = bus;
    verdicts = bus.follow();
    pusher = Thread.ofPlatform().name("fresh-pushes").start(() -> push(first));
    reader = Thread.ofPlatform().name("fresh-verdicts").start(this::read);
  }

  private void push(int first) {
    long next = System.nanoTime();
    for (int number = first; !stopped.get(); number++) {
      Fleet.Image image = fleet.image(number);
      bus.evidence(image);
      next += BETWEEN;
      sleep(next - System.nanoTime());
      pushed.put(FleetRecords.reference(image), System.nanoTime());
      bus.image(image);
      count.incrementAndGet();
    }
  }

  private static void sleep(long nanos) {
    if (nanos > 0) {
      try {
        Thread.sleep(Duration.ofNanos(nanos));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void read() {
    long end = Long.MAX_VALUE;
    while (System.nanoTime() < end && !(stopped.get() && pushed.isEmpty())) {
      for (ConsumerRecord<String, byte[]> verdict : verdicts.poll(Duration.ofMillis(20))) {
        Long since = pushed.remove(verdict.key());
        if (since != null) {
          nanos.add(System.nanoTime() - since);
        }
      }
      if (stopped.get() && end == Long.MAX_VALUE) {
        end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      }
    }
  }

  /** Milliseconds that {@code share} of the pushes took at most. */
  double quantile(double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e6;
  }

  /** How many pushes were measured. */
  int measured() {
    return nanos.size();
  }

  /** How many images were pushed. */
  int pushed() {
    return count.get();
  }

  /** Forgets what was measured until now. */
  void forget() {
    nanos.clear();
  }

  /** Ends when every push has its verdict. */
  @Override
  public void close() throws InterruptedException {
    if (!stopped.getAndSet(true)) {
      pusher.join();
      reader.join();
      verdicts.close();
    }
  }
}
