package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import java.util.List;

/**
 * One thing that is wrong with a spec, as the policy-controller's library has it: one message may
 * be about several fields.
 *
 * @param paths below the object that was validated; the empty path is the object itself
 * @param details empty for none
 * @see <a href="https://pkg.go.dev/knative.dev/pkg/apis#FieldError">knative, FieldError</a>
 */
record FieldError(FindingCode code, String message, List<String> paths, String details) {
  FieldError {
    paths = List.copyOf(paths);
  }

  static FieldError missing(String... fields) {
    return new FieldError(FindingCode.REQUIRED, "missing field(s)", List.of(fields), "");
  }

  static FieldError disallowed(String field) {
    return new FieldError(
        FindingCode.DISALLOWED_FIELD, "must not set the field(s)", List.of(field), "");
  }

  static FieldError neither(String... fields) {
    return new FieldError(
        FindingCode.MISSING_ONE_OF, "expected exactly one, got neither", List.of(fields), "");
  }

  static FieldError both(String... fields) {
    return new FieldError(
        FindingCode.MULTIPLE_ONE_OF, "expected exactly one, got both", List.of(fields), "");
  }

  static FieldError invalid(String value, String field, String details) {
    return invalid(FindingCode.INVALID_VALUE, value, field, details);
  }

  static FieldError invalid(FindingCode code, String value, String field, String details) {
    return new FieldError(code, "invalid value: " + value, List.of(field), details);
  }

  /** The same one level up, below {@code prefix}, which may end in an index. */
  FieldError via(String prefix) {
    List<String> moved =
        paths.stream().map(path -> path.isEmpty() ? prefix : prefix + "." + path).toList();
    return new FieldError(code, message, moved, details);
  }

  /** All of {@code errors} one level up. */
  static List<FieldError> via(String prefix, List<FieldError> errors) {
    return errors.stream().map(error -> error.via(prefix)).toList();
  }

  /** As the library prints it. */
  String text() {
    String line = message + ": " + String.join(", ", paths);
    return details.isEmpty() ? line : line + "\n" + details;
  }

  /** About several fields at once: about what holds them all, and the message names them. */
  Finding finding() {
    String explained = details.isEmpty() ? message : message + ": " + details;
    if (paths.size() == 1) {
      return new Finding(paths.getFirst(), code, explained);
    }
    return new Finding(parent(), code, explained + " (" + String.join(", ", paths) + ")");
  }

  private String parent() {
    String parent = paths.getFirst();
    while (!parent.isEmpty() && !holdsAll(parent)) {
      parent = parent.substring(0, Math.max(0, parent.lastIndexOf('.')));
    }
    return parent;
  }

  private boolean holdsAll(String parent) {
    return paths.stream().allMatch(path -> path.startsWith(parent + "."));
  }
}
