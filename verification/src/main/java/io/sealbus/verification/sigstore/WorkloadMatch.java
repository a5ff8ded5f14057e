package io.sealbus.verification.sigstore;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that a policy is for. Group, version and resource are empty where the policy gives
 * none.
 *
 * @param resource plural of the kind in lower case, such as {@code pods}
 * @param selector on the workload's own labels; null for any
 */
public record WorkloadMatch(
    String group, String version, String resource, @Nullable LabelSelector selector) {
  /** A Kubernetes label selector: everything in it must hold. */
  public record LabelSelector(Map<String, String> matchLabels, List<Expression> matchExpressions) {
    public LabelSelector {
      matchLabels = Map.copyOf(matchLabels);
      matchExpressions = List.copyOf(matchExpressions);
    }
  }

  /** One expression of a label selector. */
  public record Expression(String key, Operator operator, List<String> values) {
    public Expression {
      values = List.copyOf(values);
    }
  }

  /** How an expression compares. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST,
    /** Another word, which admission lets pass; such a selector is an error when it is asked. */
    UNKNOWN
  }
}
