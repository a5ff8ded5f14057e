package io.sealbus.broker;

import static io.sealbus.broker.BrokerException.Code.DATA_DIRECTORY_FOREIGN;
import static io.sealbus.broker.BrokerException.Code.DATA_DIRECTORY_INCOMPATIBLE;
import static io.sealbus.broker.BrokerException.Code.DATA_DIRECTORY_LOCKED;
import static io.sealbus.broker.BrokerException.Code.DATA_DIRECTORY_UNUSABLE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a broker lives in, locked from construction until {@link #close()}.
 *
 * <pre>
 *   broker.lock         held by the process that has the directory open
 *   broker.properties   ours: the layout's number and Kafka's metadata version at formatting
 *   kafka/              Kafka's own log directory
 * </pre>
 *
 * The marker is written before Kafka's files are, so that a format cut short is taken up again.
 */
final class DataDirectory implements AutoCloseable {
  private static final String LAYOUT = "1";
  private static final String LOCK = "broker.lock";
  private static final String MARKER = "broker.properties";
  private static final String MARKER_DRAFT = "broker.properties.draft";
  private static final Set<String> BEFORE_THE_MARKER = Set.of(LOCK, MARKER_DRAFT);

  private final Path directory;
  private final FileChannel lock;

  private DataDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Locks {@code directory} and makes sure that it is ours or empty; makes it where it is missing.
   *
   * @throws BrokerException with a {@code DATA_DIRECTORY_…} code; nothing was deleted then
   */
  static DataDirectory open(Path directory) {
    try {
      Files.createDirectories(directory);
      refuseForeign(directory);
      var opened = new DataDirectory(directory, lock(directory));
      try {
        opened.checkOrWriteMarker();
        return opened;
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BrokerException(
          DATA_DIRECTORY_UNUSABLE, "cannot use the data directory " + directory + ": " + e, e);
    }
  }

  /** Kafka's own log directory; exists. */
  Path kafka() {
    return directory.resolve("kafka");
  }

  Path path() {
    return directory;
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // Falls through to the same answer as for another process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new BrokerException(
        DATA_DIRECTORY_LOCKED,
        "the data directory " + directory + " is in use by another running broker");
  }

  /** Before the lock file is made, so that a directory that is not ours stays as it is. */
  private static void refuseForeign(Path directory) throws IOException {
    if (Files.exists(directory.resolve(MARKER))) {
      return;
    }
    try (var files = Files.list(directory)) {
      List<String> foreign =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !BEFORE_THE_MARKER.contains(name))
              .sorted()
              .limit(3)
              .toList();
      if (!foreign.isEmpty()) {
        throw new BrokerException(
            DATA_DIRECTORY_FOREIGN,
            "%s holds files that are no broker's, such as %s; name an empty or new directory"
                .formatted(directory, String.join(", ", foreign)));
      }
    }
  }

  private void checkOrWriteMarker() throws IOException {
    Path marker = directory.resolve(MARKER);
    if (Files.exists(marker)) {
      check(marker);
    } else {
      write(marker);
    }
    Files.createDirectories(kafka());
  }

  private void check(Path marker) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(marker)) {
      properties.load(reader);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw incompatible(marker + " is not readable", e);
    }
    if (!LAYOUT.equals(properties.getProperty("layout"))) {
      throw incompatible(
          "its layout is %s, this version reads %s"
              .formatted(properties.getProperty("layout"), LAYOUT),
          null);
    }
    String metadataVersion = properties.getProperty("metadata.version", "");
    try {
      MetadataVersion.fromVersionString(metadataVersion, false);
    } catch (IllegalArgumentException e) {
      throw incompatible("its Kafka metadata version is " + metadataVersion, e);
    }
  }

  private void write(Path marker) throws IOException {
    Path draft = directory.resolve(MARKER_DRAFT);
    Files.writeString(
        draft,
        "layout=%s%nmetadata.version=%s%n"
            .formatted(LAYOUT, MetadataVersion.latestProduction().version()));
    Files.move(draft, marker, StandardCopyOption.ATOMIC_MOVE);
  }

  BrokerException incompatible(String why, @Nullable Throwable cause) {
    return new BrokerException(
        DATA_DIRECTORY_INCOMPATIBLE,
        "the data directory %s was not written by a version that this one can read: %s"
            .formatted(directory, why),
        cause);
  }

  /** Releases the lock. The lock file stays: removing it would race with the next opener. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new BrokerException(
          DATA_DIRECTORY_UNUSABLE, "cannot release the lock of " + directory, e);
    }
  }
}
