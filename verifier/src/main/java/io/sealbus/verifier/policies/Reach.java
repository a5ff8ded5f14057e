package io.sealbus.verifier.policies;

import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where in the sorted references the images lie that a change of policies can touch.
 *
 * @param policies keys of the policies that changed
 * @param prefixes sorted, none a prefix of another; the empty one stands for all references
 */
public record Reach(List<String> policies, List<String> prefixes) {
  public Reach {
    policies = List.copyOf(policies);
    prefixes = List.copyOf(prefixes);
  }

  /**
   * What lies between two states of the policies: what the old and the new version of each reach.
   */
  public static Reach between(Map<String, Entry> before, Map<String, Entry> after) {
    var changed = new TreeSet<String>();
    before.forEach((key, entry) -> addIfChanged(changed, key, entry, after.get(key)));
    after.forEach((key, entry) -> addIfChanged(changed, key, entry, before.get(key)));
    var prefixes = new TreeSet<String>();
    for (String key : changed) {
      addPrefixes(prefixes, before.get(key));
      addPrefixes(prefixes, after.get(key));
    }
    return new Reach(List.copyOf(changed), withoutCovered(prefixes));
  }

  private static void addIfChanged(
      TreeSet<String> changed, String key, Entry entry, @Nullable Entry other) {
    if (!Objects.equals(entry, other)) {
      changed.add(key);
    }
  }

  private static void addPrefixes(TreeSet<String> prefixes, @Nullable Entry entry) {
    if (entry == null) {
      return;
    }
    if (entry.scopes().isEmpty() || entry.scopes().stream().anyMatch(s -> s.startsWith("*"))) {
      prefixes.add("");
    } else {
      prefixes.addAll(entry.scopes());
    }
  }

  private static List<String> withoutCovered(TreeSet<String> sorted) {
    var kept = new ArrayList<String>();
    for (String prefix : sorted) {
      if (kept.isEmpty() || !prefix.startsWith(kept.get(kept.size() - 1))) {
        kept.add(prefix);
      }
    }
    return kept;
  }
}
