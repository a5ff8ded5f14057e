package io.sealbus.runtime.bus;

import static io.sealbus.runtime.bus.BusFixture.await;
import static io.sealbus.runtime.bus.BusFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicFollowerTest {
  private static BusFixture kafka;

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
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

  private void send(int from, int to) {
    try (RecordSender sender = BusFixture.sender(bus)) {
      for (int i = from; i < to; i++) {
        sender
            .send(
                OutgoingRecord.of(
                    TopicCatalogue.IMAGE_EVENTS,
                    "registry.example.com/app-" + i,
                    event("app-" + i, i)),
                TraceContext.root())
            .join();
      }
    }
  }

  private TopicFollower follow(Map<Integer, Long> from) {
    var listener =
        new TopicFollower.Listener() {
          @Override
          public void records(List<IncomingRecord> batch) {
            batch.forEach(record -> told.add(record.key()));
          }

          @Override
          public void caughtUp() {
            told.add("caught up");
          }

          @Override
          public void reset() {
            told.add("reset");
          }
        };
    return new TopicFollower(bus, TopicCatalogue.IMAGE_EVENTS, "follower", from, listener).start();
  }

  @Test
  void readsEverythingSaysSoAndThenFollows() {
    send(0, 20);

    try (TopicFollower follower = follow(Map.of())) {
      follower.caughtUp().join();
      assertThat(told).hasSize(21).last().isEqualTo("caught up");
      send(20, 25);
      await("the new ones", () -> told.size() == 26);
    }
  }

  @Test
  void tellsTogetherOfWhatComesWithinItsPatience() {
    var batches = new CopyOnWriteArrayList<List<String>>();
    var listener =
        new TopicFollower.Listener() {
          @Override
          public void records(List<IncomingRecord> batch) {
            batches.add(batch.stream().map(IncomingRecord::key).toList());
          }

          @Override
          public void reset() {}
        };
    try (TopicFollower follower =
        new TopicFollower(
                bus,
                TopicCatalogue.IMAGE_EVENTS,
                "patient",
                Map.of(),
                Duration.ofSeconds(2),
                listener)
            .start()) {
      follower.caughtUp().join();
      send(0, 20);
      await("all", () -> batches.stream().mapToInt(List::size).sum() == 20);
    }

    // Each was durable before the next was sent.
    assertThat(batches).hasSizeLessThan(20);
    assertThat(batches.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }

  @Test
  void anEmptyTopicIsCaughtUpAtOnce() {
    try (TopicFollower follower = follow(Map.of())) {
      follower.caughtUp().join();
    }
    assertThat(told).containsExactly("caught up");
  }

  @Test
  void beginsWhereItIsTold() {
    send(0, 20);
    var next = new HashMap<Integer, Long>();
    try (TopicFollower follower = follow(Map.of())) {
      follower.caughtUp().join();
    }
    for (int partition = 0; partition < 4; partition++) {
      next.put(partition, 0L);
    }
    told.clear();
    next.put(0, 1L);

    try (TopicFollower follower = follow(next)) {
      follower.caughtUp().join();
    }

    assertThat(told).hasSize(20);
  }

  @Test
  void offsetsThatAreNotOnTheTopicStartItAnew() {
    send(0, 5);

    try (TopicFollower follower = follow(Map.of(0, 1_000_000L))) {
      await("all", () -> told.size() >= 7);
    }

    assertThat(told.lastIndexOf("reset")).isNotNegative().isLessThan(told.indexOf("caught up"));
    assertThat(told.subList(told.lastIndexOf("reset"), told.size())).hasSize(7);
  }

  @Test
  void aListenerThatFailsIsToldAgain() {
    send(0, 1);
    var failures = new ArrayList<String>();
    var listener =
        new TopicFollower.Listener() {
          @Override
          public void records(List<IncomingRecord> batch) {
            if (failures.isEmpty()) {
              failures.add("once");
              throw new IllegalStateException("on purpose");
            }
            batch.forEach(record -> told.add(record.key()));
          }

          @Override
          public void reset() {}
        };
    try (TopicFollower follower =
        new TopicFollower(bus, TopicCatalogue.IMAGE_EVENTS, "failing", Map.of(), listener)
            .start()) {
      follower.caughtUp().join();
    }

    assertThat(told).containsExactly("registry.example.com/app-0");
  }
}
