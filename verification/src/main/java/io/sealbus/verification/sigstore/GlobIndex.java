package io.sealbus.verification.sigstore;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of many policies are for an image. Only those globs are held against a name whose literal
 * beginning it has, so that a policy on other images costs nothing. Immutable.
 */
public final class GlobIndex {
  private final Map<String, List<Entry>> byLiteral;

  /** The lengths of the literal beginnings, each once, the shortest first. */
  private final int[] lengths;

  /** The policies that are for every image, since one of their globs is none. */
  private final BitSet unbounded;

  private record Entry(int policy, Glob glob) {}

  private GlobIndex(Map<String, List<Entry>> byLiteral, BitSet unbounded) {
    this.byLiteral = byLiteral;
    this.unbounded = unbounded;
    this.lengths =
        byLiteral.keySet().stream().mapToInt(String::length).sorted().distinct().toArray();
  }

  /**
   * @param policies the globs of each; policies are numbered in this order
   */
  public static GlobIndex of(List<List<String>> policies) {
    var byLiteral = new HashMap<String, List<Entry>>();
    var unbounded = new BitSet(policies.size());
    for (int i = 0; i < policies.size(); i++) {
      for (String text : policies.get(i)) {
        Optional<Glob> glob = Glob.parse(text);
        if (glob.isEmpty()) {
          unbounded.set(i);
        } else {
          byLiteral
              .computeIfAbsent(glob.get().literalPrefix(), literal -> new ArrayList<>())
              .add(new Entry(i, glob.get()));
        }
      }
    }
    return new GlobIndex(byLiteral, unbounded);
  }

  /**
   * The numbers of the policies that are for an image, whatever its workload.
   *
   * @param qualifiedName of the image, in full
   */
  public BitSet matching(String qualifiedName) {
    var matching = (BitSet) unbounded.clone();
    for (int length : lengths) {
      if (length > qualifiedName.length()) {
        break;
      }
      for (Entry entry : byLiteral.getOrDefault(qualifiedName.substring(0, length), List.of())) {
        if (!matching.get(entry.policy()) && entry.glob().matches(qualifiedName)) {
          matching.set(entry.policy());
        }
      }
    }
    return matching;
  }
}
