package io.sealbus.verification.json;

/**
 * The bytes are not the JSON that is asked for. An answer about foreign bytes, so it carries no
 * stack trace.
 */
public final class InvalidJsonException extends Exception {
  private final String path;

  /** At the place {@code path}, written {@code $.member[index]}. */
  public InvalidJsonException(String path, String message) {
    super(message, null, false, false);
    this.path = path;
  }

  /** Where, as {@code $.member[index]}; {@code $} is the whole text. */
  public String path() {
    return path;
  }
}
