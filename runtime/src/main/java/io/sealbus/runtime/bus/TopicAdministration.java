package io.sealbus.runtime.bus;

import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.Topic.Retention;
import io.sealbus.schemas.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing and checks those that are there. A topic that would lose or
 * reorder records stops the start.
 */
public final class TopicAdministration {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Admin admin;
  private final BusConfig bus;

  private TopicAdministration(Admin admin, BusConfig bus) {
    this.admin = admin;
    this.bus = bus;
  }

  /**
   * Makes sure of every topic in the catalogue.
   *
   * @throws ConfigurationException where a topic is not as it must be, or Kafka does not answer
   */
  public static void ensure(BusConfig bus) {
    try (Admin admin = Admin.create(bus.clientSettings(Map.of("client.id", "sealbus.topics")))) {
      new TopicAdministration(admin, bus).ensureAll();
    }
  }

  private void ensureAll() {
    Map<String, TopicDescription> existing = describe();
    for (Topic<?> topic : TopicCatalogue.all()) {
      if (!existing.containsKey(bus.names().of(topic))) {
        create(topic);
      }
    }
    check(describeAll());
  }

  /** What was just created takes a moment until the broker that is asked has heard of it. */
  private Map<String, TopicDescription> describeAll() {
    long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    Map<String, TopicDescription> found = describe();
    while (found.size() < TopicCatalogue.all().size() && System.nanoTime() < end) {
      pause();
      found = describe();
    }
    return found;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while waiting for Kafka");
    }
  }

  private void create(Topic<?> topic) {
    var configs = new HashMap<String, String>();
    configs.put("max.message.bytes", Integer.toString(topic.maxRecordBytes()));
    switch (topic.retention()) {
      case Retention.Compact() -> {
        configs.put("cleanup.policy", "compact");
        // A reader that was away for less than this sees every tombstone.
        configs.put("delete.retention.ms", Long.toString(Duration.ofDays(7).toMillis()));
      }
      case Retention.Delete(Duration after) -> {
        configs.put("cleanup.policy", "delete");
        configs.put("retention.ms", Long.toString(after.toMillis()));
      }
    }
    var wanted =
        new NewTopic(
                bus.names().of(topic),
                Optional.of(partitions(topic)),
                bus.replicationFactor() < 0
                    ? Optional.empty()
                    : Optional.of((short) bus.replicationFactor()))
            .configs(configs);
    try {
      await(admin.createTopics(Set.of(wanted)).all());
    } catch (ExecutionException e) {
      // Another process that starts at the same time may have been first; the check follows.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new ConfigurationException("cannot create " + wanted.name() + ": " + reason(e));
      }
    }
  }

  private int partitions(Topic<?> topic) {
    return switch (topic.spread()) {
      case SINGLE -> 1;
      case BY_REPOSITORY -> bus.partitions();
    };
  }

  private Map<String, TopicDescription> describe() {
    var found = new TreeMap<String, TopicDescription>();
    List<String> names = TopicCatalogue.all().stream().map(bus.names()::of).toList();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach((name, description) -> {
          try {
            found.put(name, await(description));
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              throw new ConfigurationException("cannot describe " + name + ": " + reason(e));
            }
          }
        });
    return found;
  }

  private void check(Map<String, TopicDescription> found) {
    var problems = new ArrayList<String>();
    Set<Integer> spreads = new TreeSet<>();
    for (Topic<?> topic : TopicCatalogue.all()) {
      String name = bus.names().of(topic);
      TopicDescription description = found.get(name);
      if (description == null) {
        problems.add(name + " is missing");
        continue;
      }
      int count = description.partitions().size();
      switch (topic.spread()) {
        case SINGLE -> {
          if (count != 1) {
            problems.add(name + " has " + count + " partitions (expected: 1)");
          }
        }
        case BY_REPOSITORY -> spreads.add(count);
      }
    }
    if (spreads.size() > 1) {
      problems.add("topics that are spread by repository differ in partitions: " + spreads);
    }
    problems.addAll(configProblems(found.keySet()));
    if (!problems.isEmpty()) {
      throw new ConfigurationException("topics cannot be used: " + String.join("; ", problems));
    }
  }

  private List<String> configProblems(Set<String> names) {
    var problems = new ArrayList<String>();
    Map<ConfigResource, Config> configs;
    try {
      configs =
          await(
              admin
                  .describeConfigs(
                      names.stream()
                          .map(n -> new ConfigResource(ConfigResource.Type.TOPIC, n))
                          .collect(Collectors.toSet()))
                  .all());
    } catch (ExecutionException e) {
      throw new ConfigurationException("cannot read the settings of topics: " + reason(e));
    }
    for (Topic<?> topic : TopicCatalogue.all()) {
      String name = bus.names().of(topic);
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
      if (config == null) {
        continue;
      }
      String cleanup = config.get("cleanup.policy").value();
      if (topic.retention() instanceof Retention.Compact && !"compact".equals(cleanup)) {
        problems.add(name + " has cleanup.policy=" + cleanup + " (expected: compact)");
      }
      if (Integer.parseInt(config.get("max.message.bytes").value()) < topic.maxRecordBytes()) {
        problems.add(
            name
                + " has max.message.bytes="
                + config.get("max.message.bytes").value()
                + " (expected: at least "
                + topic.maxRecordBytes()
                + ")");
      }
    }
    return problems;
  }

  private static String reason(ExecutionException failure) {
    return String.valueOf(failure.getCause() == null ? failure : failure.getCause());
  }

  private static <T> T await(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ConfigurationException(
          "Kafka did not answer within " + DEADLINE.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while waiting for Kafka");
    }
  }
}
