package io.sealbus.bench.evaluation;

import io.sealbus.bench.Contestant;
import io.sealbus.bench.LineProgram;
import io.sealbus.bench.OtherPrograms;
import io.sealbus.bench.Run;
import io.sealbus.bench.corpus.CorpusFiles;
import io.sealbus.bench.corpus.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The peers and OpenSSL, as far as they could be built. */
final class Programs implements AutoCloseable {
  private final Path corpus;
  private final List<LineProgram> running = new ArrayList<>();

  private Programs(Path corpus) {
    this.corpus = corpus;
  }

  static Programs start(Run run) throws IOException, InterruptedException {
    var programs = new Programs(run.target().resolve("corpus"));
    programs.start(OtherPrograms.openssl(run));
    programs.start(OtherPrograms.peers(run));
    return programs;
  }

  private void start(Optional<Path> binary) throws IOException {
    if (binary.isPresent()) {
      running.add(LineProgram.start(List.of(binary.get().toString(), corpus.toString())));
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
    for (LineProgram program : running) {
      for (String subject : program.list(kind.file())) {
        contestants.add(new LineContestant(program, kind.file(), subject));
      }
    }
    return contestants;
  }

  @Override
  public void close() throws InterruptedException {
    for (LineProgram program : running) {
      program.close();
    }
  }
}
