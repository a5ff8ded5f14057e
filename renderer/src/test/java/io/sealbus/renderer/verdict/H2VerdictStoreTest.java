package io.sealbus.renderer.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.runtime.config.ConfigurationException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class H2VerdictStoreTest extends VerdictStoreContract {
  @TempDir private Path directory;

  @Override
  DatabaseSettings database() {
    return DatabaseSettings.embedded(directory.resolve("with space"));
  }

  @Test
  void buildsADamagedFileAnew() throws Exception {
    try (VerdictStore store = VerdictStore.open(database(), "topic", Instant::now)) {
      store.write(List.of(Verdict.of("r.example.com/a:1").change(0, 0)), OffsetVector.BEGINNING);
    }
    Files.writeString(directory.resolve("with space/verdicts.mv.db"), "no database at all");

    try (VerdictStore store = VerdictStore.open(database(), "topic", Instant::now)) {
      assertThat(store.reads().count()).isZero();
    }
  }

  @Test
  void refusesAPathThatTheDriverCannotWrite() {
    assertThatThrownBy(() -> DatabaseSettings.embedded(Path.of("a;b")))
        .isInstanceOf(ConfigurationException.class);
  }

  /** Opens the database and keeps it until its input ends. */
  public static final class Holder {
    public static void main(String[] arguments) throws Exception {
      var settings = DatabaseSettings.embedded(Path.of(arguments[0]));
      try (VerdictStore store = VerdictStore.open(settings, "topic", Instant::now)) {
        System.out.println("open " + store.next());
        System.in.read();
      }
    }
  }

  @Test
  void saysThatAnotherProcessHasTheFile() throws Exception {
    var holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.resolve("taken").toString())
            .redirectError(new File(directory.toFile(), "log"))
            .start();
    try (var output = holder.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.startsWith("open")) {
        line = output.readLine();
      }
      assertThat(line).as(Files.readString(directory.resolve("log"))).isNotNull();

      assertTaken(DatabaseSettings.embedded(directory.resolve("taken")));
    } finally {
      holder.destroy();
      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
