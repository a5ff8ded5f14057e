package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;

/** Writes the registries.d file as the controller's YAML library does. */
final class SigstoreYaml {
  /** A key of more bytes than this is no simple key to the library. */
  private static final int LONGEST_SIMPLE_KEY = 128;

  private static final Pattern NUMBER =
      Pattern.compile("(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern SEXAGESIMAL =
      Pattern.compile("[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");

  private SigstoreYaml() {}

  static Bytes write(Collection<String> scopes) {
    var out = new StringBuilder("docker:\n");
    for (String scope : NaturalOrder.sorted(scopes)) {
      if (isLong(scope)) {
        out.append("  ? ").append(key(scope)).append("\n  : use-sigstore-attachments: true\n");
      } else {
        out.append("  ").append(key(scope)).append(":\n    use-sigstore-attachments: true\n");
      }
    }
    return Bytes.utf8(out.toString());
  }

  private static boolean isLong(String scope) {
    // A key's every unit makes one to three bytes.
    return scope.length() > LONGEST_SIMPLE_KEY
        || scope.length() > LONGEST_SIMPLE_KEY / 3
            && scope.getBytes(StandardCharsets.UTF_8).length > LONGEST_SIMPLE_KEY;
  }

  /** Scopes hold nothing that would have to be escaped; a few look like something else. */
  private static String key(String scope) {
    if (scope.startsWith("*")) {
      return "'" + scope + "'";
    }
    char first = scope.isEmpty() ? ' ' : scope.charAt(0);
    if (first != '.' && (first < '0' || first > '9')) {
      return scope;
    }
    boolean number = NUMBER.matcher(scope).matches() || SEXAGESIMAL.matcher(scope).matches();
    return number ? "\"" + scope + "\"" : scope;
  }
}
