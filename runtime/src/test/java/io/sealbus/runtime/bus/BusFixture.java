package io.sealbus.runtime.bus;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.schemas.UndecodableRecordException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;

/** A broker, and what tests of the bus need around it. Each bus has a prefix of its own. */
final class BusFixture implements AutoCloseable {
  static final RecordCodecs CODECS = RecordCodecs.singleObject();

  private final EmbeddedBroker broker;

  BusFixture(Path directory) {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory));
  }

  /** A bus that nobody else uses. */
  BusConfig bus() {
    return new BusConfig(
        broker.bootstrapServers(),
        TopicNames.under("t-" + UUID.randomUUID()),
        4,
        1,
        List.of(),
        Map.of());
  }

  static RecordSender sender(BusConfig bus) {
    return new RecordSender(bus, CODECS, "test", InstantSource.system());
  }

  static ImageEventRecord event(String repository, int number) {
    return ImageEventRecord.newBuilder()
        .setId("e-" + number)
        .setSource("test")
        .setAuthenticity(Authenticity.NONE)
        .setAction(ImageAction.PUSH)
        .setRegistry("registry.example.com")
        .setRepository(repository)
        .setReceivedAt(Instant.EPOCH)
        .build();
  }

  /** Everything that stands on {@code topic} now. */
  static <V extends SpecificRecord> List<V> read(BusConfig bus, Topic<V> topic) {
    List<V> values = new ArrayList<>();
    var listener =
        new TopicFollower.Listener() {
          @Override
          public void records(List<IncomingRecord> batch) {
            for (IncomingRecord record : batch) {
              try {
                byte[] value = record.value();
                if (value != null) {
                  values.add(CODECS.codec(topic).decode(value));
                }
              } catch (UndecodableRecordException e) {
                // Poison that a test put there.
              }
            }
          }

          @Override
          public void reset() {
            values.clear();
          }
        };
    try (var follower = new TopicFollower(bus, topic, "reader", Map.of(), listener).start()) {
      follower.caughtUp().get(90, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return values;
  }

  static List<DeadLetterRecord> deadLetters(BusConfig bus) {
    return read(bus, TopicCatalogue.DEAD_LETTERS);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
