package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.RepositoryName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Repositories to look at whether or not anything is known of them.
 *
 * @param named each by its name
 * @param patterns of paths, by the registry whose catalogue is read for them
 */
public record WantedRepositories(Set<RepositoryName> named, Map<String, List<Pattern>> patterns) {
  /** None. */
  public static final WantedRepositories NONE = new WantedRepositories(Set.of(), Map.of());

  public WantedRepositories {
    named = Set.copyOf(named);
    patterns = Map.copyOf(patterns);
  }

  /**
   * Reads names and patterns.
   *
   * @throws IllegalArgumentException naming a text that is neither
   */
  static WantedRepositories of(List<String> texts) {
    Set<RepositoryName> named = new LinkedHashSet<>();
    Map<String, List<Pattern>> patterns = new LinkedHashMap<>();
    for (String text : texts) {
      int slash = text.indexOf('/');
      String registry = slash < 0 ? text : text.substring(0, slash);
      String path = slash < 0 ? "" : text.substring(slash + 1);
      if (path.contains("*") && RepositoryName.isRegistry(registry)) {
        patterns.merge(
            registry,
            List.of(pattern(path)),
            (some, more) -> java.util.stream.Stream.concat(some.stream(), more.stream()).toList());
      } else {
        Optional<RepositoryName> name = RepositoryName.parse(registry, path);
        named.add(
            name.orElseThrow(
                () -> new IllegalArgumentException(text + " (expected: registry/repository)")));
      }
    }
    return new WantedRepositories(named, patterns);
  }

  private static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (glob.charAt(i) == '*') {
        regex.append("[^/]*");
      } else {
        regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** Whether a repository of the registry's catalogue is wanted. */
  boolean wants(String registry, String path) {
    return patterns.getOrDefault(registry, List.of()).stream()
        .anyMatch(pattern -> pattern.matcher(path).matches());
  }
}
