package io.sealbus.signaturefetcher.registry;

import io.sealbus.runtime.config.ConfigKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings that are lists of {@code name=value}, such as of a registry and where it is. */
public final class HostPairs {
  private HostPairs() {}

  /** A setting; empty by default. */
  public static ConfigKey<List<String>> key(String name, String pair, String about) {
    return new ConfigKey<>(
        name, "", "comma-separated list of " + pair, about, false, HostPairs::parse);
  }

  /**
   * The pairs of a text.
   *
   * @throws IllegalArgumentException if one of them has no name or no value
   */
  public static List<String> parse(String text) {
    var pairs = new ArrayList<String>();
    for (String pair : text.split(",", -1)) {
      String stripped = pair.strip();
      int equals = stripped.indexOf('=');
      if (!stripped.isEmpty() && (equals < 1 || equals == stripped.length() - 1)) {
        throw new IllegalArgumentException("not a pair");
      }
      if (!stripped.isEmpty()) {
        pairs.add(stripped);
      }
    }
    return List.copyOf(pairs);
  }

  /** All values of each name. */
  public static Map<String, List<String>> several(List<String> pairs) {
    Map<String, List<String>> several = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      several
          .computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
          .add(pair.substring(equals + 1));
    }
    return Map.copyOf(several);
  }

  /** The last value of each name. */
  public static Map<String, String> single(List<String> pairs) {
    Map<String, String> single = new LinkedHashMap<>();
    several(pairs).forEach((name, values) -> single.put(name, values.getLast()));
    return Map.copyOf(single);
  }
}
