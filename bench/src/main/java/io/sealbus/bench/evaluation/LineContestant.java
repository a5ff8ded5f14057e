package io.sealbus.bench.evaluation;

import io.sealbus.bench.Contestant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody in another program, which is asked by lines and answers by lines. */
final class LineContestant implements Contestant {
  private static final String FIELDS = "|";

  private final Program program;
  private final String kind;
  private final String subject;

  LineContestant(Program program, String kind, String subject) {
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

  /** The program, which lives until it is closed. Not thread-safe. */
  static final class Program implements AutoCloseable {
    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    private Program(Process process) {
      this.process = process;
      questions =
          new PrintWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Program start(List<String> command) throws IOException {
      return new Program(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Who in it knows the kind. */
    List<String> subjects(String kind) throws IOException {
      String answer = ask(kind);
      return answer.isEmpty() ? List.of() : List.of(answer.split("\\|"));
    }

    /**
     * The answer to one question.
     *
     * @throws IOException with the program's own words where it has none
     */
    String ask(String question) throws IOException {
      questions.println(question);
      String answer = answers.readLine();
      if (answer == null || answer.startsWith("!")) {
        throw new IOException(question + ": " + (answer == null ? "no answer" : answer));
      }
      return answer;
    }

    @Override
    public void close() throws InterruptedException {
      questions.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
