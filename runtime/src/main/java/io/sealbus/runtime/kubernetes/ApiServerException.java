package io.sealbus.runtime.kubernetes;

/** The API server could not be asked, or did not answer as it should. */
public final class ApiServerException extends Exception {
  private static final long serialVersionUID = 1;

  /** {@code why} is for people. */
  public ApiServerException(String why) {
    super(why);
  }
}
