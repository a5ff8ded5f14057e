package io.sealbus.bench.fleet;

import io.sealbus.testkit.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
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
  private final Map<String, Start> pushed = new ConcurrentHashMap<>();
  private final List<Trip> trips = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger count = new AtomicInteger();
  private final Thread pusher;
  private final Thread reader;
  private final KafkaConsumer<String, byte[]> verdicts;

  /** When an image was pushed, by the clock of this process and by that of records. */
  private record Start(long nanos, long millis) {}

  /**
   * How long a push took.
   *
   * @param whole nanoseconds until its verdict was read
   * @param judged milliseconds of them until the verifier had it at hand
   */
  private record Trip(long whole, long judged) {}

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
      pushed.put(
          FleetRecords.reference(image), new Start(System.nanoTime(), System.currentTimeMillis()));
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
        Start start = pushed.remove(verdict.key());
        if (start != null) {
          trips.add(
              new Trip(System.nanoTime() - start.nanos(), verdict.timestamp() - start.millis()));
        }
      }
      if (stopped.get() && end == Long.MAX_VALUE) {
        end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      }
    }
  }

  /** Milliseconds that {@code share} of the pushes took at most. */
  double quantile(double share) {
    return quantile(share, Trip::whole) / 1e6;
  }

  /** As {@link #quantile}, until the verifier had them at hand. */
  double quantileUntilJudged(double share) {
    return quantile(share, Trip::judged);
  }

  private double quantile(double share, ToLongFunction<Trip> part) {
    long[] sorted = Arrays.stream(trips.toArray(Trip[]::new)).mapToLong(part).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }

  /** How many pushes were measured. */
  int measured() {
    return trips.size();
  }

  /** How many images were pushed. */
  int pushed() {
    return count.get();
  }

  /** Forgets what was measured until now. */
  void forget() {
    trips.clear();
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
