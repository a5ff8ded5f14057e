package io.sealbus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealbus.broker.BrokerException.Code;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedBrokerTest {
  @TempDir Path temporary;

  @Test
  void keepsRecordsAcrossACleanStop() throws Exception {
    // Given
    Path data = temporary.resolve("made/by/the/broker");
    try (var broker = start(data)) {
      Records.createTopic(broker.bootstrapServers());
      Records.append(broker.bootstrapServers(), "one", "two", "three");
    }

    // When
    List<String> found;
    var progress = new ArrayList<String>();
    try (var broker =
        EmbeddedBroker.start(EmbeddedBroker.Config.in(data).withProgress(progress::add))) {
      found = Records.readAll(broker.bootstrapServers());
    }

    // Then
    assertThat(found).containsExactly("one", "two", "three");
    assertThat(progress).hasSize(3);
    assertThat(progress.getFirst()).startsWith("opening");
  }

  @Test
  void keepsEveryAcknowledgedRecordWhenTheProcessIsKilled() throws Exception {
    // Given
    String[] values = IntStream.range(0, 5_000).mapToObj(i -> "record " + i).toArray(String[]::new);
    try (var child = BrokerProcess.start(temporary)) {
      Records.createTopic(child.answer());
      Records.append(child.answer(), values);
      child.kill();
    }

    // When
    List<String> found;
    var progress = new ArrayList<String>();
    try (var broker =
        EmbeddedBroker.start(EmbeddedBroker.Config.in(temporary).withProgress(progress::add))) {
      found = Records.readAll(broker.bootstrapServers());
    }

    // Then
    assertThat(found).containsExactly(values);
    assertThat(progress.getFirst()).startsWith("recovering");
  }

  @Test
  void refusesADirectoryThatAnotherProcessHasOpen() throws Exception {
    try (var broker = start(temporary);
        var child = BrokerProcess.start(temporary)) {
      assertThat(child.answer()).isEqualTo(Code.DATA_DIRECTORY_LOCKED.name());
      Records.createTopic(broker.bootstrapServers());
    }
  }

  @Test
  void refusesADirectoryThatThisProcessHasOpen() {
    try (var broker = start(temporary)) {
      assertThat(codeOfStarting(temporary)).isEqualTo(Code.DATA_DIRECTORY_LOCKED);
      assertThat(broker.failure().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void leavesAForeignDirectoryAsItIs() throws Exception {
    // Given
    Files.writeString(temporary.resolve("thesis.tex"), "years of work");

    // When
    Code code = codeOfStarting(temporary);

    // Then
    assertThat(code).isEqualTo(Code.DATA_DIRECTORY_FOREIGN);
    assertThat(temporary).isDirectoryContaining(file -> file.endsWith("thesis.tex"));
    assertThat(temporary.toFile().list()).hasSize(1);
  }

  @Test
  void refusesALayoutOfALaterVersion() throws Exception {
    start(temporary).close();
    replace(temporary.resolve("broker.properties"), "layout=1", "layout=2");
    assertThat(codeOfStarting(temporary)).isEqualTo(Code.DATA_DIRECTORY_INCOMPATIBLE);
  }

  @Test
  void refusesAKafkaMetadataVersionThatItDoesNotKnow() throws Exception {
    start(temporary).close();
    replace(
        temporary.resolve("broker.properties"), "metadata.version=.*", "metadata.version=99.0-IV0");
    assertThat(codeOfStarting(temporary)).isEqualTo(Code.DATA_DIRECTORY_INCOMPATIBLE);
  }

  @Test
  void refusesMetaPropertiesOfAnotherNode() throws Exception {
    start(temporary).close();
    replace(temporary.resolve("kafka/meta.properties"), "node.id=1", "node.id=7");
    assertThat(codeOfStarting(temporary)).isEqualTo(Code.DATA_DIRECTORY_INCOMPATIBLE);
  }

  @Test
  void neverFormatsOverLogsThatLostTheirMetaProperties() throws Exception {
    // Given
    start(temporary).close();
    Files.delete(temporary.resolve("kafka/meta.properties"));

    // When
    Code code = codeOfStarting(temporary);

    // Then
    assertThat(code).isEqualTo(Code.DATA_DIRECTORY_INCOMPATIBLE);
    assertThat(temporary.resolve("kafka/__cluster_metadata-0")).isDirectory();
  }

  @Test
  void saysWhyKafkaDoesNotStartAndReleasesTheDirectory() throws Exception {
    // Given
    start(temporary).close();
    Path log = temporary.resolve("kafka/__cluster_metadata-0");
    Path aside = temporary.resolve("aside");
    Files.move(log, aside);
    Files.writeString(log, "no directory");

    // When
    Code first = codeOfStarting(temporary);

    // Then
    assertThat(first).isEqualTo(Code.START_FAILED);
    Files.delete(log);
    Files.move(aside, log);
    start(temporary).close();
  }

  @Test
  void takesUpAFormatThatWasCutShort() throws Exception {
    // Given what a kill leaves between the marker and meta.properties
    start(temporary.resolve("donor")).close();
    Path cut = Files.createDirectories(temporary.resolve("cut"));
    Files.createDirectories(cut.resolve("kafka"));
    for (String file : List.of("broker.properties", "kafka/bootstrap.checkpoint")) {
      Files.copy(temporary.resolve("donor").resolve(file), cut.resolve(file));
    }

    // When
    try (var broker = start(cut)) {
      Records.createTopic(broker.bootstrapServers());

      // Then
      assertThat(Records.readAll(broker.bootstrapServers())).isEmpty();
    }
  }

  @Test
  void refusesAPortInUseAndReleasesTheDirectory() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var config = EmbeddedBroker.Config.in(temporary).withPort(taken.getLocalPort());
      assertThat(codeOfStarting(config)).isEqualTo(Code.ADDRESS_UNAVAILABLE);
    }
    start(temporary).close();
  }

  @Test
  void listensOnTheGivenPort() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    try (var broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(temporary).withPort(port))) {
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
    }
  }

  @Test
  void refusesAWildcardAddressThatClientsCannotConnectTo() {
    assertThatThrownBy(() -> EmbeddedBroker.Config.in(temporary).withHost("0.0.0.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotCreateATopicBecauseSomeoneWritesToIt() {
    try (var broker = start(temporary)) {
      Duration patience = Duration.ofSeconds(5);
      assertThatThrownBy(() -> Records.append(broker.bootstrapServers(), patience, "lost"))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void closesOnce() {
    // Given
    var progress = new ArrayList<String>();
    var broker =
        EmbeddedBroker.start(EmbeddedBroker.Config.in(temporary).withProgress(progress::add));
    broker.close();

    // When
    broker.close();

    // Then
    assertThat(progress).hasSize(3);
    assertThat(broker.startTime()).isPositive();
  }

  @Test
  void failsWithoutEndingTheProcessWhenItsDiskIsGoneAndStillCloses() throws Exception {
    // Given
    Path data = temporary.resolve("data");
    var broker = start(data);
    Records.createTopic(broker.bootstrapServers());

    // When
    Files.move(data, temporary.resolve("unplugged"));

    // Then
    assertThat(broker.failure().toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(30))
        .extracting(BrokerException::code)
        .isEqualTo(Code.FATAL_FAULT);
    assertThat(CompletableFuture.runAsync(broker::close)).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void turnsKafkasExitIntoAFailureInsteadOfTheEndOfTheProcess() {
    try (var broker = start(temporary)) {
      // When
      var thrown = catchThrowableOfType(BrokerException.class, () -> Exit.halt(1, "disk is gone"));

      // Then
      assertThat(thrown.code()).isEqualTo(Code.FATAL_FAULT);
      assertThat(broker.failure().toCompletableFuture())
          .succeedsWithin(Duration.ofSeconds(1))
          .extracting(BrokerException::code)
          .isEqualTo(Code.FATAL_FAULT);
    }
  }

  private static EmbeddedBroker start(Path data) {
    return EmbeddedBroker.start(EmbeddedBroker.Config.in(data));
  }

  private static Code codeOfStarting(Path data) {
    return codeOfStarting(EmbeddedBroker.Config.in(data));
  }

  private static Code codeOfStarting(EmbeddedBroker.Config config) {
    return catchThrowableOfType(BrokerException.class, () -> EmbeddedBroker.start(config)).code();
  }

  private static void replace(Path file, String pattern, String replacement) throws Exception {
    String before = Files.readString(file);
    String after = before.replaceAll(pattern, replacement);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }
}
