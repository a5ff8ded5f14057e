package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which instance of an index a node of a platform runs: the first that fits best. A node runs older
 * variants of its architecture too, and one that names no variant; one that names no platform only
 * for want of any other.
 */
final class PlatformChoice {
  /** The variants of 32-bit ARM, newest first; a node runs its own and all after it. */
  private static final List<String> ARM = List.of("v8", "v7", "v6", "v5");

  private static final String ARM64 = "v8";

  private PlatformChoice() {}

  /**
   * The instance's digest, or empty where none fits.
   *
   * @param platform {@code os/architecture[/variant]}
   */
  static Optional<Digest> choose(List<Instance> instances, String platform) {
    for (String wanted : wanted(platform)) {
      for (Instance instance : instances) {
        if (instance.platform().equals(wanted)) {
          return Optional.of(instance.digest());
        }
      }
    }
    return Optional.empty();
  }

  /** The platforms that fit, best first. */
  private static List<String> wanted(String platform) {
    String[] parts = platform.split("/", 3);
    String base = parts.length < 2 ? platform : parts[0] + "/" + parts[1];
    String variant = parts.length < 3 ? "" : parts[2];
    var wanted = new ArrayList<String>();
    wanted.add(platform);
    if (base.endsWith("/arm")) {
      int from = variant.isEmpty() ? 0 : ARM.indexOf(variant);
      ARM.subList(from < 0 ? ARM.size() : from, ARM.size())
          .forEach(older -> wanted.add(base + "/" + older));
    }
    if (base.endsWith("/arm64") && variant.isEmpty()) {
      wanted.add(base + "/" + ARM64);
    }
    wanted.add(base);
    wanted.add("");
    return wanted;
  }
}
