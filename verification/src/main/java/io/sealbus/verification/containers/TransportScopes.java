package io.sealbus.verification.containers;

import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which scopes a transport allows in {@code policy.json}. Those of {@code docker} are not checked,
 * nor those of a transport that nobody knows; one bad scope of any other spoils the whole file.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md#supported-transports-and-their-scopes">containers-policy.json(5),
 *     supported transports and their scopes</a>
 */
final class TransportScopes {
  private static final Pattern ATOMIC = Pattern.compile("[^/]*(/[^:/]*(/[^:/]*(:[^:/]*)?)?)?");
  private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");

  private TransportScopes() {}

  /** The empty scope is a transport's default and always valid. */
  static boolean isValid(String transport, String scope) {
    if (scope.isEmpty()) {
      return true;
    }
    return switch (transport) {
      case "dir", "oci", "oci-archive", "sif" -> isCleanAbsolutePath(scope);
      case "atomic" -> ATOMIC.matcher(scope).matches();
      case "docker-archive", "tarball" -> false;
      case "docker-daemon" -> Digest.parse(scope).isEmpty();
      case "containers-storage" -> isStorageScope(scope);
      default -> true;
    };
  }

  /** Absolute, not the root, and free of empty, {@code .} and {@code ..} components. */
  private static boolean isCleanAbsolutePath(String path) {
    if (!path.startsWith("/") || path.length() == 1) {
      return false;
    }
    for (String component : path.substring(1).split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** {@code [driver@/root]name@digest@id}, of which driver and all behind the bracket may lack. */
  private static boolean isStorageScope(String scope) {
    int close = scope.indexOf(']');
    if (!scope.startsWith("[") || close < 1) {
      return false;
    }
    String store = scope.substring(1, close);
    int at = store.indexOf('@');
    boolean driverGiven = at > 0;
    String root = driverGiven ? store.substring(at + 1) : store;
    if (at == 0 || !root.startsWith("/")) {
      return false;
    }
    List<String> fields = List.of(scope.substring(close + 1).split("@", 3));
    return switch (fields.size()) {
      case 1 -> true;
      case 2 ->
          IMAGE_ID.matcher(fields.get(1)).matches() || Digest.parse(fields.get(1)).isPresent();
      default ->
          Digest.parse(fields.get(1)).isPresent() && IMAGE_ID.matcher(fields.get(2)).matches();
    };
  }
}
