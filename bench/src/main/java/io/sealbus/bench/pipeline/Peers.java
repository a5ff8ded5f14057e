package io.sealbus.bench.pipeline;

import io.sealbus.bench.LineProgram;
import io.sealbus.bench.OtherPrograms;
import io.sealbus.bench.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The peers, asking the same registry for the same images, sixteen at once, on all cores. */
final class Peers implements AutoCloseable {
  private final Optional<LineProgram> program;

  private Peers(Optional<LineProgram> program) {
    this.program = program;
  }

  /** Those that could be built. */
  static Peers of(Run run, World world) throws IOException, InterruptedException {
    Optional<Path> binary = OtherPrograms.peers(run);
    if (binary.isEmpty()) {
      return new Peers(Optional.empty());
    }
    Path folder = Files.createDirectories(world.folder().resolve("peers"));
    Path key = Files.writeString(folder.resolve("key.pub"), world.keyPem());
    String lines =
        world.all().stream()
            .map(image -> image.reference() + " " + image.manifest().digest())
            .collect(Collectors.joining("\n"));
    Path images = Files.writeString(folder.resolve("images"), lines);
    List<String> command =
        List.of(
            binary.get().toString(),
            "pull",
            world.registry(),
            key.toString(),
            images.toString(),
            folder.toString());
    return new Peers(Optional.of(LineProgram.start(command)));
  }

  /** What each of them is called. */
  List<String> subjects() throws IOException {
    return program.isPresent() ? program.get().list("?") : List.of();
  }

  /** What a round took, in seconds of wall and CPU time. */
  record Taken(double seconds, double cpuSeconds) {}

  /** Has one of them verify {@code count} images; each must be let in. */
  Taken verify(String subject, int count) throws IOException {
    String[] answer = program.orElseThrow().ask(subject + "|0|" + count).split(" ");
    return new Taken(Long.parseLong(answer[0]) / 1e9, Long.parseLong(answer[1]) / 1e9);
  }

  @Override
  public void close() throws InterruptedException {
    if (program.isPresent()) {
      program.get().close();
    }
  }
}
