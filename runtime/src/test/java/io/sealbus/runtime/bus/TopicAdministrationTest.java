package io.sealbus.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.schemas.TopicCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicAdministrationTest {
  private static BusFixture kafka;

  @BeforeAll
  static void startKafka(@TempDir Path directory) {
    kafka = new BusFixture(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  private static void create(
      BusConfig bus, String topic, int partitions, Map<String, String> configs) throws Exception {
    try (Admin admin = Admin.create(bus.clientSettings(Map.of()))) {
      admin
          .createTopics(
              Set.of(
                  new NewTopic(bus.names().prefix() + "." + topic, partitions, (short) 1)
                      .configs(configs)))
          .all()
          .get();
    }
  }

  @Test
  void createsEveryTopicOfTheCatalogueAndFindsThemAgain() throws Exception {
    BusConfig bus = kafka.bus();

    TopicAdministration.ensure(bus);

    assertThatCode(() -> TopicAdministration.ensure(bus)).doesNotThrowAnyException();
    List<String> names = TopicCatalogue.all().stream().map(bus.names()::of).toList();
    try (Admin admin = Admin.create(bus.clientSettings(Map.of()))) {
      assertThat(admin.listTopics().names().get()).containsAll(names);
      assertThat(admin.describeTopics(names).allTopicNames().get().values())
          .allSatisfy(topic ->
              assertThat(topic.partitions().size())
                  .isEqualTo(
                      topic.name().matches(".*\\.(policies|node-files|policy-status)") ? 1 : 4));
    }
  }

  @Test
  void policiesOnSeveralPartitionsStopTheStart() throws Exception {
    BusConfig bus = kafka.bus();
    create(bus, "policies", 2, Map.of("cleanup.policy", "compact"));

    assertThatThrownBy(() -> TopicAdministration.ensure(bus))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("policies has 2 partitions");
  }

  @Test
  void topicsThatDifferInPartitionsStopTheStart() throws Exception {
    BusConfig bus = kafka.bus();
    create(bus, "evidence", 3, Map.of("cleanup.policy", "compact"));

    assertThatThrownBy(() -> TopicAdministration.ensure(bus))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("differ in partitions");
  }

  @Test
  void verdictsThatWouldBeDeletedStopTheStart() throws Exception {
    BusConfig bus = kafka.bus();
    create(bus, "verdicts", 4, Map.of("cleanup.policy", "delete"));

    assertThatThrownBy(() -> TopicAdministration.ensure(bus))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cleanup.policy=delete");
  }

  @Test
  void topicThatIsTooTightForARecordStopsTheStart() throws Exception {
    BusConfig bus = kafka.bus();
    create(bus, "evidence", 4, Map.of("cleanup.policy", "compact", "max.message.bytes", "100000"));

    assertThatThrownBy(() -> TopicAdministration.ensure(bus))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("max.message.bytes=100000");
  }
}
