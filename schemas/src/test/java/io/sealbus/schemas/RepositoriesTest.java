package io.sealbus.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoriesTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com/team/app:1.0, registry.example.com/team/app",
    "registry.example.com/team/app@sha256:aa, registry.example.com/team/app",
    "registry.example.com:5000/app, registry.example.com:5000/app",
    "registry.example.com:5000/app:1.0, registry.example.com:5000/app",
    "registry.example.com:5000/app@sha256:aa, registry.example.com:5000/app",
    "localhost:5000, localhost:5000",
    "'', ''"
  })
  void findsTheRepositoryOfAKey(String key, String repository) {
    assertThat(Repositories.of(key)).isEqualTo(repository);
  }

  @Test
  void recordsOfOneRepositoryShareAPartition() {
    int partition = Repositories.partition("registry.example.com:5000/app", 12);

    assertThat(Repositories.partition("registry.example.com:5000/app:1.0", 12))
        .isEqualTo(partition);
    assertThat(Repositories.partition("registry.example.com:5000/app@sha256:aa", 12))
        .isEqualTo(partition);
  }

  @Test
  void repositoriesSpreadOverAllPartitions() {
    var used = new HashSet<Integer>();
    for (int i = 0; i < 500; i++) {
      used.add(Repositories.partition("registry.example.com/team/app-" + i, 12));
    }
    assertThat(used).hasSize(12);
  }

  /** Other producers compute this too: it is part of the contract. */
  @Test
  void partitionIsKafkasDefaultHashOfTheRepository() {
    assertThat(Repositories.partition("registry.example.com/team/app:1.0", 12))
        .isEqualTo(
            BuiltInPartitioner.partitionForKey(
                "registry.example.com/team/app".getBytes(UTF_8), 12));
  }
}
