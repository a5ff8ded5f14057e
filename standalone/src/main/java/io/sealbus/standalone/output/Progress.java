package io.sealbus.standalone.output;

import java.io.PrintStream;

/**
 * How a start goes on: one line that is rewritten on a terminal, a line for each step otherwise.
 * Goes to standard error, so that it never mixes with an answer.
 */
public final class Progress {
  private final PrintStream out;
  private final boolean rewriting;
  private int width;

  private Progress(PrintStream out, boolean rewriting) {
    this.out = out;
    this.rewriting = rewriting;
  }

  /** On standard error. */
  public static Progress onStandardError() {
    // The launcher knows; Java 21 cannot tell standard error from a file.
    return new Progress(System.err, Boolean.getBoolean("sealbus.stderr.terminal"));
  }

  static Progress on(PrintStream out, boolean rewriting) {
    return new Progress(out, rewriting);
  }

  /** Tells the next step, a few words. */
  public void step(String words) {
    String line = Text.printable(words) + " ...";
    if (rewriting) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      width = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the line; what follows is no progress. */
  public void done() {
    if (rewriting && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
      width = 0;
    }
  }
}
