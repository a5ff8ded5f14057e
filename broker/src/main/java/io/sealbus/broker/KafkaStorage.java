package io.sealbus.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.VerificationFlag;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** What Kafka keeps beside its logs: who the node is, and the metadata it was born with. */
record KafkaStorage(
    MetaPropertiesEnsemble metaProperties, BootstrapMetadata bootstrap, State state) {

  /** What was found. */
  enum State {
    FORMATTED_NOW,
    STOPPED_CLEANLY,
    /** The last process was killed: Kafka reads the ends of its logs again while it starts. */
    STOPPED_UNCLEANLY
  }

  /** Written by Kafka on a clean stop and removed at the next start. */
  private static final String CLEAN_STOP = ".kafka_cleanshutdown";

  /** What a format that was cut short may leave; {@code meta.properties} comes last. */
  private static final Set<String> OF_AN_UNFINISHED_FORMAT =
      Set.of("bootstrap.checkpoint", "bootstrap.checkpoint.tmp", "meta.properties.tmp");

  /**
   * Reads the storage in {@code directory}, formatting it first where nothing was written yet.
   *
   * @throws BrokerException {@code DATA_DIRECTORY_INCOMPATIBLE} for what Kafka cannot read or what
   *     belongs to another node
   */
  static KafkaStorage open(DataDirectory directory) {
    Path kafka = directory.kafka();
    try {
      boolean fresh = !Files.exists(kafka.resolve("meta.properties"));
      if (fresh) {
        refuseLostIdentity(directory);
        format(kafka);
      }
      var loader = new MetaPropertiesEnsemble.Loader();
      loader.addMetadataLogDir(kafka.toString()).addLogDirs(List.of(kafka.toString()));
      MetaPropertiesEnsemble found = loader.load();
      found.verify(
          Optional.empty(),
          OptionalInt.of(ServerSettings.NODE_ID),
          EnumSet.of(
              VerificationFlag.REQUIRE_AT_LEAST_ONE_VALID,
              VerificationFlag.REQUIRE_METADATA_LOG_DIR));
      return new KafkaStorage(
          found, new BootstrapDirectory(kafka.toString()).read(), state(kafka, fresh));
    } catch (BrokerException e) {
      throw e;
    } catch (Exception e) {
      throw directory.incompatible(String.valueOf(e.getMessage()), e);
    }
  }

  /** Logs without {@code meta.properties} are someone's data, not an unfinished format. */
  private static void refuseLostIdentity(DataDirectory directory) throws IOException {
    try (var files = Files.list(directory.kafka())) {
      Set<String> names =
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      names.removeAll(OF_AN_UNFINISHED_FORMAT);
      if (!names.isEmpty()) {
        throw directory.incompatible("it holds logs but no meta.properties", null);
      }
    }
  }

  private static void format(Path kafka) throws Exception {
    try (var silence =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      var formatter =
          new Formatter()
              .setPrintStream(silence)
              .setSupportedFeatures(List.of(Feature.PRODUCTION_FEATURES.toArray(Feature[]::new)))
              .setNodeId(ServerSettings.NODE_ID)
              .setClusterId(Uuid.randomUuid().toString())
              .setReleaseVersion(MetadataVersion.latestProduction())
              .setControllerListenerName(ServerSettings.CONTROLLER_LISTENER)
              .setMetadataLogDirectory(kafka.toString())
              .addDirectory(kafka.toString());
      formatter.run();
    }
  }

  private static State state(Path kafka, boolean fresh) {
    if (fresh) {
      return State.FORMATTED_NOW;
    }
    return Files.exists(kafka.resolve(CLEAN_STOP))
        ? State.STOPPED_CLEANLY
        : State.STOPPED_UNCLEANLY;
  }
}
