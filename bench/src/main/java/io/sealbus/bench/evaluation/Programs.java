package io.sealbus.bench.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealbus.bench.Contestant;
import io.sealbus.bench.Run;
import io.sealbus.bench.corpus.CorpusFiles;
import io.sealbus.bench.corpus.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The peers, which are written in Go, and OpenSSL. Built where their compilers are; what cannot be
 * built is said and left out.
 */
final class Programs implements AutoCloseable {
  /** Go's modules and compiler take minutes the first time, which no quick run should. */
  private static final String WANTED_IN_QUICK_RUNS = "BENCH_PEERS";

  private final Path corpus;
  private final List<LineContestant.Program> running = new ArrayList<>();

  private Programs(Path corpus) {
    this.corpus = corpus;
  }

  static Programs start(Run run) throws IOException, InterruptedException {
    var programs = new Programs(run.target().resolve("corpus"));
    Path binaries = Files.createDirectories(run.target().resolve("bin").toAbsolutePath());
    Path openssl = binaries.resolve("openssl-floor");
    Path source = run.home().resolve("floor/openssl.c");
    programs.start(
        run,
        "OpenSSL",
        build(
            run.home(),
            Map.of(),
            List.of(
                "cc",
                "-O2",
                "-o",
                openssl.toString(),
                source.toAbsolutePath().toString(),
                "-lcrypto")),
        openssl);
    if (run.isQuick() && System.getenv(WANTED_IN_QUICK_RUNS) == null) {
      run.skip("the peers", "a quick run; set " + WANTED_IN_QUICK_RUNS + "=1 to have them");
      return programs;
    }
    Path peers = binaries.resolve("peers");
    programs.start(
        run,
        "the peers",
        build(
            run.home().resolve("peers"),
            Map.of("CGO_ENABLED", "0"),
            List.of(
                "go",
                "build",
                "-tags",
                "containers_image_openpgp,exclude_graphdriver_btrfs",
                "-o",
                peers.toString(),
                ".")),
        peers);
    return programs;
  }

  private void start(Run run, String what, Optional<String> problem, Path binary)
      throws IOException {
    if (problem.isPresent()) {
      run.skip(what, problem.get());
    } else {
      running.add(LineContestant.Program.start(List.of(binary.toString(), corpus.toString())));
    }
  }

  /** Why it could not be built; empty where it was. */
  private static Optional<String> build(
      Path folder, Map<String, String> environment, List<String> command)
      throws InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(output.strip());
    } catch (IOException e) {
      return Optional.of(command.getFirst() + " cannot be run: " + e.getMessage());
    }
  }

  /** Everybody in them who knows the kind. */
  List<Contestant> of(Kind kind, Law law) throws IOException {
    String policy =
        switch (kind.side()) {
          case NODE -> law.nodes().policyJsonOnNode().toUtf8();
          case ADMISSION -> kind.policy();
        };
    CorpusFiles.writeEvidence(kind, policy, corpus);
    CorpusFiles.writeChecks(kind, corpus);
    var contestants = new ArrayList<Contestant>();
    for (LineContestant.Program program : running) {
      for (String subject : program.subjects(kind.file())) {
        contestants.add(new LineContestant(program, kind.file(), subject));
      }
    }
    return contestants;
  }

  @Override
  public void close() throws InterruptedException {
    for (LineContestant.Program program : running) {
      program.close();
    }
  }
}
