package io.sealbus.verifier.policies;

import io.sealbus.verification.verdict.PolicySet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All policies at one instant.
 *
 * @param version offset of the newest policies record that is in {@code policies}; -1 for none
 * @param policies what verdicts are decided by
 * @param entries what each policy says and reaches, by key
 */
public record PolicySnapshot(long version, PolicySet policies, Map<String, Entry> entries) {
  public PolicySnapshot {
    entries = Map.copyOf(entries);
  }

  /** Equal for equal entries. */
  public static Fingerprint fingerprint(Map<String, Entry> entries) {
    var text = new StringBuilder();
    new TreeMap<>(entries)
        .forEach((key, entry) -> text.append(key).append('\n').append(entry).append('\n'));
    return Fingerprint.of(text.toString());
  }

  /**
   * One resource on the policies topic.
   *
   * @param content digest of what it says; empty where that is not settled
   * @param scopes the images that it can touch; empty where it can touch any
   */
  public record Entry(String content, List<String> scopes) {
    public Entry {
      scopes = List.copyOf(scopes);
    }

    /** Equal to no state of the policy; reaches what any of the two does. */
    public static Entry unsettled(@Nullable Entry one, @Nullable Entry other) {
      Set<String> scopes = new LinkedHashSet<>();
      for (Entry entry : nonNull(one, other)) {
        if (entry.scopes().isEmpty()) {
          return new Entry("", List.of());
        }
        scopes.addAll(entry.scopes());
      }
      return new Entry("", List.copyOf(scopes));
    }

    /** The same, reaching everything. */
    Entry everywhere() {
      return new Entry(content, List.of());
    }

    private static List<Entry> nonNull(@Nullable Entry one, @Nullable Entry other) {
      var entries = new ArrayList<Entry>();
      if (one != null) {
        entries.add(one);
      }
      if (other != null) {
        entries.add(other);
      }
      return entries;
    }

    /** For the store. */
    public byte[] toBytes() {
      return (content + "\n" + String.join("\n", scopes)).getBytes(StandardCharsets.UTF_8);
    }

    /** From the store. */
    public static Entry of(byte[] row) {
      List<String> lines = List.of(new String(row, StandardCharsets.UTF_8).split("\n", -1));
      return new Entry(
          lines.getFirst(),
          lines.subList(1, lines.size()).stream().filter(s -> !s.isEmpty()).toList());
    }
  }
}
