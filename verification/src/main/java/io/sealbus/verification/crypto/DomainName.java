package io.sealbus.verification.crypto;

import java.util.Locale;

/**
 * Checks of domain names in certificates, no stricter than Go's, which accepts the web as it is.
 */
final class DomainName {
  private DomainName() {}

  /** Whether labels are neither empty nor outside printable ASCII. The empty name is valid. */
  static boolean isValid(String name) {
    if (name.isEmpty()) {
      return true;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || !label.chars().allMatch(c -> c >= 33 && c <= 126)) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #isValid}, of a constraint, which may begin with a dot. */
  static boolean isValidConstraint(String name) {
    return isValid(name.startsWith(".") ? name.substring(1) : name) && !name.equals(".");
  }

  /**
   * Whether {@code name} is {@code suffix} or ends in its labels; a suffix that begins with a dot
   * needs at least one more label.
   */
  static boolean endsWith(String name, String suffix) {
    String n = name.toLowerCase(Locale.ROOT);
    String s = suffix.toLowerCase(Locale.ROOT);
    return s.startsWith(".")
        ? n.endsWith(s) && n.length() > s.length()
        : n.equals(s) || n.endsWith("." + s);
  }
}
