package io.sealbus.standalone.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory to work in.
 *
 * @param temporary whether it is removed at the end
 */
public record Workspace(Path directory, boolean temporary) implements AutoCloseable {
  /** A new directory that is removed at the end. */
  public static Workspace disposable() throws IOException {
    return new Workspace(Files.createTempDirectory("sealbus-"), true);
  }

  /** A directory that stays. */
  public static Workspace at(Path directory) {
    return new Workspace(directory, false);
  }

  /** Closes {@code first}, whatever becomes of it, and then this. */
  public Closing with(AutoCloseable first) {
    return () -> {
      try {
        first.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        close();
      }
    };
  }

  /** Something to close that throws nothing checked. */
  @FunctionalInterface
  public interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    LogSetup.stopKeeping();
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
