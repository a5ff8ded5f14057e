package io.sealbus.verifier;

import io.sealbus.verifier.PolicySnapshot.Entry;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a change of policies through one task's images, a slice at a time, so that fresh records
 * are taken in between. A change that comes meanwhile gets its own sweep afterwards; what is judged
 * is always judged by the newest policies. A sweep that is cut short by a crash starts over, which
 * costs time and publishes nothing twice.
 */
final class Sweep {
  private final VerifierState state;
  private Map<String, Entry> before;
  private @Nullable Pass pass;

  /** Where a pass through the images stands. */
  private record Pass(Map<String, Entry> after, Reach reach, int range, String cursor) {}

  Sweep(VerifierState state) {
    this.state = state;
    this.before = state.swept();
  }

  /**
   * Visits up to {@code limit} references that the policies' change can touch.
   *
   * @param visit takes a reference and the keys of the policies that changed
   * @return how many were visited; 0 when everything is up to date
   */
  int slice(PolicySnapshot newest, int limit, BiConsumer<String, List<String>> visit) {
    Pass current = pass;
    if (current == null) {
      if (newest.entries().equals(before)) {
        return 0;
      }
      current = new Pass(newest.entries(), Reach.between(before, newest.entries()), 0, "");
    }
    int visited = 0;
    while (visited < limit && current.range() < current.reach().prefixes().size()) {
      String prefix = current.reach().prefixes().get(current.range());
      List<String> references = state.referencesFrom(prefix, current.cursor(), limit - visited);
      for (String reference : references) {
        visit.accept(reference, current.reach().policies());
      }
      visited += references.size();
      current =
          references.isEmpty()
              ? new Pass(current.after(), current.reach(), current.range() + 1, "")
              : new Pass(
                  current.after(),
                  current.reach(),
                  current.range(),
                  references.get(references.size() - 1));
    }
    if (current.range() >= current.reach().prefixes().size()) {
      state.putSwept(before, current.after());
      before = current.after();
      pass = null;
    } else {
      pass = current;
    }
    return visited;
  }
}
