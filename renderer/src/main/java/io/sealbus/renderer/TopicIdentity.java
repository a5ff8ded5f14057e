package io.sealbus.renderer;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What Kafka knows of a topic beside its records. */
public final class TopicIdentity {
  private static final long SECONDS = 30;

  private TopicIdentity() {}

  /**
   * The id that Kafka gave the topic when it was created: offsets mean nothing under another one.
   *
   * @throws ConfigurationException where Kafka does not answer within half a minute
   */
  public static String of(BusConfig bus, Topic<?> topic) {
    String name = bus.names().of(topic);
    try (Admin admin = Admin.create(bus.clientSettings(Map.of()))) {
      var described = admin.describeTopics(List.of(name)).allTopicNames();
      return await(described, name).values().iterator().next().topicId().toString();
    }
  }

  /**
   * The offset that the next record of a topic with one partition will get.
   *
   * @throws ConfigurationException where Kafka does not answer within half a minute
   */
  public static long end(BusConfig bus, Topic<?> topic) {
    String name = bus.names().of(topic);
    try (Admin admin = Admin.create(bus.clientSettings(Map.of()))) {
      var partition = new TopicPartition(name, 0);
      var listed = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
      return await(listed.partitionResult(partition), name).offset();
    }
  }

  private static <T> T await(KafkaFuture<T> future, String name) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ConfigurationException("cannot describe " + name + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while waiting for Kafka");
    }
  }
}
