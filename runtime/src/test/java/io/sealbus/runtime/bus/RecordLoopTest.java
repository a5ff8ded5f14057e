package io.sealbus.runtime.bus;

import static io.sealbus.runtime.bus.BusFixture.CODECS;
import static io.sealbus.runtime.bus.BusFixture.await;
import static io.sealbus.runtime.bus.BusFixture.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guarantees, asserted as guarantees: at least once, in order for each lane, nobody stalled.
 */
class RecordLoopTest {
  private static BusFixture kafka;

  private BusConfig bus;

  @BeforeAll
  static void startKafka(@TempDir Path directory) {
    kafka = new BusFixture(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void makeTopics() {
    bus = kafka.bus();
    TopicAdministration.ensure(bus);
  }

  /**
   * Notes what it handled, which a test may look at meanwhile, and answers each event with an
   * image.
   */
  private static class Noting implements RecordHandler {
    final Map<String, List<String>> handled = new ConcurrentHashMap<>();
    final List<String> replays = new CopyOnWriteArrayList<>();

    @Override
    public List<OutgoingRecord<?>> handle(IncomingRecord record)
        throws UndecodableRecordException, InterruptedException {
      ImageEventRecord event =
          CODECS.codec(TopicCatalogue.IMAGE_EVENTS).decode(Objects.requireNonNull(record.value()));
      handled
          .computeIfAbsent(event.getRepository(), r -> new CopyOnWriteArrayList<>())
          .add(event.getId());
      ImageRecord image =
          ImageRecord.newBuilder()
              .setRegistry(event.getRegistry())
              .setRepository(event.getRepository())
              .setTag(event.getId())
              .setObservedAt(Instant.EPOCH)
              .build();
      return List.of(
          OutgoingRecord.of(TopicCatalogue.IMAGES, record.key() + ":" + event.getId(), image));
    }

    int count() {
      return handled.values().stream().mapToInt(List::size).sum();
    }

    Set<String> distinct() {
      return handled.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    @Override
    public void replayed(Collection<Integer> partitions) {
      replays.add(partitions.toString());
    }
  }

  private RecordLoop loop(RecordHandler handler, RecordSender sender) {
    var setup =
        new RecordLoop.Setup(
            "loop",
            bus,
            List.of(TopicCatalogue.IMAGE_EVENTS),
            List.of(),
            100,
            InstantSource.system());
    var loop = new RecordLoop(setup, handler, sender);
    loop.start();
    return loop;
  }

  private void send(int from, int to, int repositories) {
    try (RecordSender sender = BusFixture.sender(bus)) {
      for (int i = from; i < to; i++) {
        String repository = "app-" + i % repositories;
        sender
            .send(
                OutgoingRecord.of(
                    TopicCatalogue.IMAGE_EVENTS,
                    "registry.example.com/" + repository,
                    event(repository, i)),
                TraceContext.root())
            .join();
      }
    }
  }

  private void sendRaw(byte[] value) {
    Map<String, Object> settings =
        bus.clientSettings(
            Map.of(
                "key.serializer", ByteArraySerializer.class.getName(),
                "value.serializer", ByteArraySerializer.class.getName()));
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      producer.send(
          new ProducerRecord<>(
              bus.names().of(TopicCatalogue.IMAGE_EVENTS), "poison".getBytes(UTF_8), value));
    }
  }

  @Test
  void handlesEveryRecordInTheOrderOfItsRepositoryAndSendsWhatFollows() {
    send(0, 200, 7);
    var handler = new Noting();

    try (RecordSender sender = BusFixture.sender(bus);
        RecordLoop loop = loop(handler, sender)) {
      await("all handled", () -> handler.count() >= 200);
      assertThat(loop.ready()).isTrue();
    }

    assertThat(handler.count()).isEqualTo(200);
    handler.handled.forEach((repository, ids) ->
        assertThat(ids)
            .isEqualTo(
                IntStream.range(0, 200)
                    .filter(i -> repository.equals("app-" + i % 7))
                    .mapToObj(i -> "e-" + i)
                    .toList()));
    assertThat(BusFixture.read(bus, TopicCatalogue.IMAGES)).hasSize(200);
  }

  @Test
  void goesOnWhereItWasStoppedAndLosesNothing() {
    var handler = new Noting();
    send(0, 50, 5);
    try (RecordSender sender = BusFixture.sender(bus);
        RecordLoop loop = loop(handler, sender)) {
      await("first half", () -> handler.count() >= 50);
    }
    send(50, 100, 5);

    try (RecordSender sender = BusFixture.sender(bus);
        RecordLoop loop = loop(handler, sender)) {
      await("second half", () -> handler.distinct().size() >= 100);
    }

    assertThat(handler.distinct()).hasSize(100);
    assertThat(handler.count()).as("a clean stop repeats nothing").isEqualTo(100);
  }

  @Test
  void whatWasInFlightAtACrashIsHandledAgain() throws InterruptedException {
    send(0, 10, 1);
    var stuck = new CountDownLatch(1);
    var crashing =
        new Noting() {
          @Override
          public List<OutgoingRecord<?>> handle(IncomingRecord record)
              throws UndecodableRecordException, InterruptedException {
            var out = super.handle(record);
            if (count() == 5) {
              stuck.countDown();
              new CountDownLatch(1).await();
            }
            return out;
          }
        };
    RecordSender sender = BusFixture.sender(bus);
    RecordLoop crashed = loop(crashing, sender);
    stuck.await();
    crashed.close();
    var handler = new Noting();

    try (RecordLoop loop = loop(handler, sender)) {
      await("the rest", () -> handler.distinct().contains("e-9"));
    }
    sender.close();

    assertThat(handler.distinct()).contains("e-4", "e-5", "e-6", "e-7", "e-8", "e-9");
  }

  @Test
  void poisonBecomesADeadLetterAndThePartitionGoesOn() {
    sendRaw("no avro at all".getBytes(UTF_8));
    sendRaw(new byte[0]);
    send(0, 20, 20);
    var handler = new Noting();

    try (RecordSender sender = BusFixture.sender(bus);
        RecordLoop loop = loop(handler, sender)) {
      await("the good ones", () -> handler.count() >= 20);
      await("dead letters", () -> BusFixture.deadLetters(bus).size() >= 2);
    }

    assertThat(BusFixture.deadLetters(bus))
        .hasSize(2)
        .allSatisfy(letter -> {
          assertThat(letter.getCode()).isEqualTo("UNDECODABLE_RECORD");
          assertThat(letter.getTopic()).isEqualTo(bus.names().of(TopicCatalogue.IMAGE_EVENTS));
          assertThat(letter.getOffset()).isNotNegative();
        })
        .anySatisfy(letter ->
            assertThat(UTF_8.decode(Objects.requireNonNull(letter.getValue())).toString())
                .isEqualTo("no avro at all"));
  }

  @Test
  void aHandlerThatFailsSetsItsRecordAsideAndNoOther() {
    send(0, 20, 4);
    var handler =
        new Noting() {
          @Override
          public List<OutgoingRecord<?>> handle(IncomingRecord record)
              throws UndecodableRecordException, InterruptedException {
            var out = super.handle(record);
            if (out.get(0).key().endsWith(":e-7")) {
              throw new IllegalStateException("on purpose");
            }
            return out;
          }
        };

    try (RecordSender sender = BusFixture.sender(bus);
        RecordLoop loop = loop(handler, sender)) {
      await("all handled", () -> handler.count() >= 20);
      await("the letter", () -> !BusFixture.deadLetters(bus).isEmpty());
    }

    assertThat(BusFixture.deadLetters(bus))
        .singleElement()
        .satisfies(letter -> assertThat(letter.getCode()).isEqualTo("HANDLER_FAILED"));
    assertThat(BusFixture.read(bus, TopicCatalogue.IMAGES)).hasSize(19);
  }

  @Test
  void oneSlowRepositoryDoesNotStallItsPartition() {
    send(0, 40, 20);
    var release = new CountDownLatch(1);
    var handler =
        new Noting() {
          @Override
          public List<OutgoingRecord<?>> handle(IncomingRecord record)
              throws UndecodableRecordException, InterruptedException {
            if (record.key().endsWith("/app-3")) {
              release.await();
            }
            return super.handle(record);
          }
        };

    try (RecordSender sender = BusFixture.sender(bus);
        RecordLoop loop = loop(handler, sender)) {
      await("all others", () -> handler.count() >= 38);
      release.countDown();
      await("the slow one", () -> handler.count() >= 40);
    }
    assertThat(handler.handled.get("app-3")).containsExactly("e-3", "e-23");
  }

  @Test
  void replayedTopicsAreReadFromTheBeginningAtEveryStart() {
    send(0, 30, 6);
    for (int start = 0; start < 2; start++) {
      var handler = new Noting();
      var setup =
          new RecordLoop.Setup(
              "replaying",
              bus,
              List.of(),
              List.of(TopicCatalogue.IMAGE_EVENTS),
              100,
              InstantSource.system());
      try (RecordSender sender = BusFixture.sender(bus);
          RecordLoop loop = new RecordLoop(setup, handler, sender)) {
        loop.start();
        await("replay is over", () -> partitionsOf(handler.replays) == 4);
      }
      assertThat(handler.distinct()).hasSize(30);
    }
  }

  private static int partitionsOf(List<String> replays) {
    var seen = new HashMap<String, String>();
    for (String replay : List.copyOf(replays)) {
      for (String partition : replay.replaceAll("[\\[\\] ]", "").split(",")) {
        seen.put(partition, replay);
      }
    }
    return seen.size();
  }

  @Test
  void twoLoopsShareThePartitionsAndHandOverWithoutLoss() {
    var first = new Noting();
    var second = new Noting();
    try (RecordSender sender = BusFixture.sender(bus)) {
      RecordLoop one = loop(first, sender);
      await("first is ready", one::ready);
      RecordLoop two = loop(second, sender);
      await("second is ready", two::ready);
      send(0, 200, 40);
      await("shared", () -> first.count() + second.count() >= 200);
      one.close();
      send(200, 260, 40);
      await(
          "handed over",
          () -> {
            var all = new HashSet<>(first.distinct());
            all.addAll(second.distinct());
            return all.size() >= 260;
          });
      two.close();
    }
    assertThat(second.count()).isPositive();
    assertThat(first.count()).isPositive();
  }
}
