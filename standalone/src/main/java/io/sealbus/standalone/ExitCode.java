package io.sealbus.standalone;

import io.sealbus.verification.Decision;

/** What the command's exit status means. The numbers are permanent. */
public enum ExitCode {
  /** Done; for a question, the answer is yes. */
  OK(0, "Done; the image is allowed, the documents are valid, every case passed."),
  /** The answer is no. */
  DENIED(1, "The answer is no: an image is denied, a document is refused, a case failed."),
  /** The command line or a setting cannot be used. */
  USAGE(2, "The command line, a setting or a file named on it cannot be used."),
  /** The answer could not be found out. */
  UNDECIDED(3, "The answer could not be found out: a registry or a policy cannot be read."),
  /** The server does not answer. */
  UNREACHABLE(4, "The Sealbus server or Kafka cannot be reached."),
  /** The process cannot start. */
  CANNOT_START(5, "The process cannot start: a port or the data directory is in use, no Java."),
  /** A fault of Sealbus itself. */
  INTERNAL(70, "A fault of Sealbus itself; --debug prints where.");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** The answer to a question about an image. */
  public static ExitCode of(Decision decision) {
    return switch (decision) {
      case ALLOWED, WARNED -> OK;
      case DENIED -> DENIED;
      case UNDECIDED -> UNDECIDED;
    };
  }

  /** The exit status, 0 to 255. */
  public int status() {
    return status;
  }

  /** What the status means, in one sentence. */
  public String meaning() {
    return meaning;
  }
}
