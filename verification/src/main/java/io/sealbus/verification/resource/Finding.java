package io.sealbus.verification.resource;

/**
 * One thing that is wrong with a document or a resource.
 *
 * @param path where: a field path such as {@code spec.scopes[1]}, {@code documents[0]} where the
 *     text itself cannot be read, or {@code <nil>} for the whole object
 * @param code what to decide by
 * @param message what to tell people; the API server's own words where it has some for the case
 */
public record Finding(String path, FindingCode code, String message) {
  /** The path and the message as one line, the way the API server writes an error. */
  public String text() {
    return path + ": " + message;
  }
}
