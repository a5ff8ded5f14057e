package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.sigstore.WorkloadMatch;
import io.sealbus.verification.sigstore.WorkloadMatch.Expression;
import io.sealbus.verification.sigstore.WorkloadMatch.LabelSelector;
import java.util.List;
import java.util.Map;

/**
 * Whether a policy is for a workload.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Kubernetes,
 *     label selectors</a>
 */
final class WorkloadMatching {
  private WorkloadMatching() {}

  /** Whether there is no restriction, or one of {@code entries} names the workload. */
  static boolean matches(List<WorkloadMatch> entries, Workload workload) {
    return entries.isEmpty() || entries.stream().anyMatch(entry -> names(entry, workload));
  }

  private static boolean names(WorkloadMatch entry, Workload workload) {
    String version = workload.resource().version();
    LabelSelector selector = entry.selector();
    return entry.resource().equals(workload.plural())
        && entry.group().equals(workload.resource().group())
        && (entry.version().equals("*") || entry.version().equals(version))
        && (selector == null || selects(selector, workload.labels()));
  }

  private static boolean selects(LabelSelector selector, Map<String, String> labels) {
    return selector.matchLabels().entrySet().stream()
            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
        && selector.matchExpressions().stream().allMatch(e -> holds(e, labels));
  }

  private static boolean holds(Expression expression, Map<String, String> labels) {
    String value = labels.get(expression.key());
    return switch (expression.operator()) {
      case IN -> value != null && expression.values().contains(value);
      // A label that is not there is not among the values.
      case NOT_IN -> value == null || !expression.values().contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
      // Such a policy refuses what it may be for.
      case UNKNOWN -> true;
    };
  }
}
