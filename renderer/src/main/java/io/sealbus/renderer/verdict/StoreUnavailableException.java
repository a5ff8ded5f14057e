package io.sealbus.renderer.verdict;

/** The database did not do what it was asked; another attempt may succeed. */
final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreUnavailableException(Throwable cause) {
    super("the database of verdicts did not answer: " + cause.getMessage(), cause);
  }
}
