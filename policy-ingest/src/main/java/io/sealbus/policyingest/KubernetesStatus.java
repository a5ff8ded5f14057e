package io.sealbus.policyingest;

import io.sealbus.policyingest.KubernetesListing.Item;
import io.sealbus.schemas.ConditionRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.verification.resource.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which conditions a resource is to have in the cluster. As the platform's controller does, one
 * condition replaces all others. Unlike it, a conflict that is over is taken away again: the
 * controller would leave it standing for ever.
 */
final class KubernetesStatus {
  private static final String CONFLICT = "ConflictScopes";

  private KubernetesStatus() {}

  /**
   * The status to write, with the one member {@code conditions}; empty where the cluster has it
   * already.
   */
  static Optional<String> toWrite(Item item, @Nullable PolicyStatusRecord status) {
    if (status == null) {
      return Optional.empty();
    }
    List<ConditionRecord> wanted = status.getConditions();
    List<Node> present =
        item.conditions() instanceof Node.Sequence(List<Node> items) ? items : List.of();
    boolean stands = wanted.isEmpty() ? !isOverdue(present) : isSame(wanted, present);
    return stands ? Optional.empty() : Optional.of(json(wanted));
  }

  private static boolean isOverdue(List<Node> present) {
    return present.size() == 1 && CONFLICT.equals(text(present.getFirst(), "reason"));
  }

  /** The time is not compared: it would never rest where the platform writes its own as well. */
  private static boolean isSame(List<ConditionRecord> wanted, List<Node> present) {
    if (wanted.size() != present.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      ConditionRecord one = wanted.get(i);
      Node other = present.get(i);
      boolean same =
          one.getType().equals(text(other, "type"))
              && one.getStatus().equals(text(other, "status"))
              && one.getReason().equals(text(other, "reason"))
              && one.getMessage().equals(text(other, "message"))
              && one.getObservedGeneration() == generation(other);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String text(Node node, String member) {
    return node instanceof Node.Mapping mapping && mapping.get(member) instanceof Node.Text text
        ? text.value()
        : null;
  }

  private static long generation(Node node) {
    return node instanceof Node.Mapping mapping
            && mapping.get("observedGeneration") instanceof Node.Number number
        ? number.asLong().orElse(-1)
        : 0;
  }

  private static String json(List<ConditionRecord> conditions) {
    var array = new JsonArray();
    for (ConditionRecord condition : conditions) {
      array.add(
          new JsonObject()
              .put("type", condition.getType())
              .put("status", condition.getStatus())
              .put("observedGeneration", condition.getObservedGeneration())
              .put(
                  "lastTransitionTime",
                  condition.getLastTransitionTime().truncatedTo(ChronoUnit.SECONDS).toString())
              .put("reason", condition.getReason())
              .put("message", condition.getMessage()));
    }
    return new JsonObject().put("conditions", array).encode();
  }
}
