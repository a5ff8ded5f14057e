package io.sealbus.verification.language.cue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for errors in a tree of values as the reference does, without asking for concreteness:
 * incomplete values and cycles are none.
 */
final class Validation {
  private final Evaluator evaluator;
  private boolean cycle;

  Validation(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Whether some value could not be told because it depends on itself. */
  boolean foundCycle() {
    return cycle;
  }

  /** The first error, with the path of where it is; null if there is none. */
  @Nullable Bottom check(Vertex vertex) {
    evaluator.enter();
    Bottom error = find(vertex);
    evaluator.leave();
    return error;
  }

  private @Nullable Bottom find(Vertex vertex) {
    Value value = evaluator.value(vertex);
    Vertex resolved = vertex.resolved();
    cycle |= value instanceof Bottom bottom && bottom.code() == Bottom.Code.CYCLE;
    if (value instanceof Bottom bottom && !bottom.isIncomplete() && bottom != resolved.fieldError) {
      return at(vertex, bottom);
    }
    for (Vertex arc : List.copyOf(resolved.arcs().values())) {
      if (arc.presence == Presence.OPTIONAL) {
        continue;
      }
      Bottom error = check(arc);
      if (error == null && Closedness.forbids(resolved, arc)) {
        error = Bottom.error(arc.path() + ": field not allowed");
      }
      if (error != null) {
        return error;
      }
    }
    return resolved.fieldError;
  }

  private static Bottom at(Vertex vertex, Bottom bottom) {
    String path = vertex.path();
    return path.isEmpty() ? bottom : new Bottom(bottom.code(), path + ": " + bottom.message());
  }
}
