package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Failed;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A set or object that rules add to, below as many keys as their heads have variables. */
final class Partial {
  private final boolean sets;
  private final TreeSet<RegoValue> members = new TreeSet<>(RegoValue.ORDER);
  private final TreeMap<RegoValue, Partial> below = new TreeMap<>(RegoValue.ORDER);
  private @Nullable RegoValue leaf;

  Partial(boolean sets) {
    this.sets = sets;
  }

  void add(List<RegoValue> keys, RegoValue value, int line) {
    if (!keys.isEmpty()) {
      if (leaf != null) {
        throw conflict(line);
      }
      below
          .computeIfAbsent(keys.getFirst(), k -> new Partial(sets))
          .add(keys.subList(1, keys.size()), value, line);
    } else if (sets) {
      members.add(value);
    } else if (!below.isEmpty() || (leaf != null && !leaf.same(value))) {
      throw conflict(line);
    } else {
      leaf = leaf == null ? value : leaf;
    }
  }

  private static Failed conflict(int line) {
    return new Failed(line, "eval_conflict_error", "object keys must be unique");
  }

  boolean isEmpty() {
    return leaf == null && members.isEmpty() && below.isEmpty();
  }

  /** What was added; where nothing was, an empty collection. */
  RegoValue value() {
    if (leaf != null) {
      return leaf;
    }
    if (sets && below.isEmpty()) {
      return RegoSet.of(members);
    }
    var values = RegoObject.builder();
    below.forEach((key, part) -> values.put(key, part.value()));
    return RegoObject.of(values);
  }
}
