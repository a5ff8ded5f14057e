package io.sealbus.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is asked by lines and answers by lines, which lives until it is closed. Not
 * thread-safe.
 */
public final class LineProgram implements AutoCloseable {
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  private LineProgram(Process process) {
    this.process = process;
    questions =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it; what it says of its own accord goes to this process's standard error. */
  public static LineProgram start(List<String> command) throws IOException {
    return new LineProgram(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The fields of the answer to one question, which may be none. */
  public List<String> list(String question) throws IOException {
    String answer = ask(question);
    return answer.isEmpty() ? List.of() : List.of(answer.split("\\|"));
  }

  /**
   * The answer to one question.
   *
   * @throws IOException with the program's own words where it has none
   */
  public String ask(String question) throws IOException {
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
