package io.sealbus.renderer.node;

import io.sealbus.schemas.ConditionRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.verification.openshift.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of one policy now.
 *
 * <p>The controller that Sealbus stands in for leaves a condition in the resource after its cause
 * is gone. Sealbus tells the truth of this moment: a condition that the controller would not write
 * now is not shown. What it would write is shown word for word, and replaces all others as it does
 * there.
 */
record PolicyState(List<Condition> conditions, List<ReasonRecord> findings) {
  static final PolicyState EMPTY = new PolicyState(List.of(), List.of());

  PolicyState {
    conditions = List.copyOf(conditions);
    findings = List.copyOf(findings);
  }

  PolicyState with(Condition condition) {
    return new PolicyState(List.of(condition), findings);
  }

  PolicyState with(ReasonRecord finding) {
    var more = new ArrayList<>(findings);
    more.add(finding);
    return new PolicyState(conditions, more);
  }

  /**
   * The record for the topic. A condition that is as it was keeps the time since when it is so.
   *
   * @param before the record that stands
   */
  PolicyStatusRecord record(
      String policy, @Nullable PolicyStatusRecord before, long version, Instant now) {
    List<ConditionRecord> old = before == null ? List.of() : before.getConditions();
    return new PolicyStatusRecord(
        policy, conditions.stream().map(c -> record(c, old, now)).toList(), findings, version);
  }

  private static ConditionRecord record(
      Condition condition, List<ConditionRecord> old, Instant now) {
    Instant since =
        old.stream()
            .filter(o -> isSame(o, condition))
            .map(ConditionRecord::getLastTransitionTime)
            .findFirst()
            .orElse(now);
    return new ConditionRecord(
        condition.type(),
        condition.status(),
        condition.reason(),
        condition.message(),
        condition.observedGeneration(),
        since);
  }

  /** The generation tells for which spec it was seen, not what was seen. */
  private static boolean isSame(ConditionRecord old, Condition condition) {
    return old.getType().equals(condition.type())
        && old.getStatus().equals(condition.status())
        && old.getReason().equals(condition.reason())
        && old.getMessage().equals(condition.message());
  }

  /** Whether {@code record} says the same, whatever its version. */
  static boolean sameWords(PolicyStatusRecord record, PolicyStatusRecord other) {
    return record.getConditions().equals(other.getConditions())
        && record.getFindings().equals(other.getFindings());
  }
}
