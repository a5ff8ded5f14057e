package io.sealbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/sealbus} in a release, with class archives good and bad. */
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("sealbus.root")).toAbsolutePath();
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir private static Path directory;
  private static Path release;
  private static byte[] archive;

  private record Answer(int status, String out, String err) {}

  @BeforeAll
  static void release() throws IOException, InterruptedException {
    release = directory.resolve("release");
    Path lib = Files.createDirectories(release.resolve("lib"));
    Files.createDirectories(release.resolve("bin"));
    Files.copy(ROOT.resolve("bin/sealbus"), release.resolve("bin/sealbus"));
    int number = 0;
    // Surefire has the class path in a property of its own.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String part : classPath.split(File.pathSeparator)) {
      Path path = Path.of(part).toAbsolutePath();
      if (Files.isDirectory(path)) {
        boolean own = Files.exists(path.resolve("io/sealbus/standalone/Sealbus.class"));
        String name = own ? "sealbus-standalone-1.jar" : "part-" + number++ + ".jar";
        pack(path, lib.resolve(name));
      } else if (part.endsWith(".jar")) {
        Files.createSymbolicLink(lib.resolve(number++ + "-" + path.getFileName()), path);
      }
    }
    archive = record(lib);
  }

  @AfterAll
  static void removeLinks() throws IOException {
    try (Stream<Path> files = Files.list(release.resolve("lib"))) {
      for (Path file : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        var zip = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  /** An archive as warm-up makes it, but of a command that is over at once. */
  private static byte[] record(Path lib) throws IOException, InterruptedException {
    Path made = lib.resolve("made");
    boolean cache = Runtime.version().feature() >= 25;
    Answer answer =
        run("-XX:" + (cache ? "AOTCacheOutput=" : "ArchiveClassesAtExit=") + made, "version");
    assertThat(answer.status()).as(answer.err()).isZero();
    byte[] bytes = Files.readAllBytes(made);
    Files.delete(made);
    return bytes;
  }

  private static Answer run(String options, String... arguments)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    var command =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("sh", release.resolve("bin/sealbus").toString()),
                    Stream.of(arguments))
                .toList());
    command.environment().put("SEALBUS_JAVA_HOME", JAVA_HOME.toString());
    command.environment().put("SEALBUS_JAVA_OPTS", options);
    command.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Path place() throws IOException, InterruptedException {
    var sum =
        new ProcessBuilder("cksum").redirectInput(JAVA_HOME.resolve("release").toFile()).start();
    String id =
        new String(sum.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ")[0];
    sum.waitFor();
    return release.resolve("lib/classes-commands-" + id + ".jsa");
  }

  private static void assertAnswers() throws IOException, InterruptedException {
    Answer answer = run("", "version");
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("sealbus ");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void takesTheArchiveThatFits() throws IOException, InterruptedException {
    Files.write(place(), archive);
    assertAnswers();
    // Only a Java that has one says so.
    Answer answer = run("-Xlog:class+load:stdout", "version");
    assertThat(answer.out().lines())
        .anyMatch(line ->
            line.contains("io.sealbus.standalone.Sealbus ")
                && line.contains("shared objects file"));
  }

  @ParameterizedTest
  @CsvSource({"'', Serial", "-XX:+UseParallelGC, Parallel", "-XX:+UseG1GC, G1"})
  void takesTheCollectorThatIsAskedFor(String asked, String used)
      throws IOException, InterruptedException {
    Answer answer = run(asked + " -Xlog:gc:stdout", "version");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("Using " + used);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1_000_000})
  void startsWithOneThatWasCutOff(int length) throws IOException, InterruptedException {
    Files.write(place(), Arrays.copyOf(archive, length));
    assertAnswers();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.1, 0.5, 0.9})
  void startsWithOneThatWasChanged(double where) throws IOException, InterruptedException {
    byte[] changed = archive.clone();
    for (int i = 0; i < 8; i++) {
      changed[(int) (changed.length * where) + i] ^= 0x5a;
    }
    Files.write(place(), changed);
    assertAnswers();
  }

  @Test
  void startsWhereADirectoryIsInItsPlace() throws IOException, InterruptedException {
    Files.deleteIfExists(place());
    Files.createDirectory(place());
    assertAnswers();
    Files.delete(place());
  }

  @Test
  void startsManyAtATime() throws Exception {
    Files.write(place(), archive);
    var commands =
        List.of(1, 2, 3, 4).stream()
            .map(n ->
                new ProcessBuilder("sh", release.resolve("bin/sealbus").toString(), "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD))
            .toList();
    var running = new ArrayList<Process>();
    for (ProcessBuilder command : commands) {
      command.environment().put("SEALBUS_JAVA_HOME", JAVA_HOME.toString());
      running.add(command.start());
    }
    for (Process process : running) {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }
}
