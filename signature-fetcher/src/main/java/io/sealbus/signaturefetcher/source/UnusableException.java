package io.sealbus.signaturefetcher.source;

/**
 * A delivery, or one event of it, is not what its sender's documentation says. An answer about
 * foreign bytes, so it carries no stack trace.
 */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String problem;

  UnusableException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  /** What is wrong, in our words. */
  String problem() {
    return problem;
  }
}
