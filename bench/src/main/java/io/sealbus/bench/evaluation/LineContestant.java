package io.sealbus.bench.evaluation;

import io.sealbus.bench.Contestant;
import io.sealbus.bench.LineProgram;
import java.io.IOException;
import java.time.Duration;

/** Somebody in another program, which is asked by lines and answers by lines. */
final class LineContestant implements Contestant {
  private static final String FIELDS = "|";

  private final LineProgram program;
  private final String kind;
  private final String subject;

  LineContestant(LineProgram program, String kind, String subject) {
    this.program = program;
    this.kind = kind;
    this.subject = subject;
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public Sample take(Duration time) throws IOException {
    String[] answer =
        program.ask(String.join(FIELDS, kind, subject, String.valueOf(time.toMillis()))).split(" ");
    return new Sample(Long.parseLong(answer[0]), Long.parseLong(answer[1]) / 1e9);
  }
}
