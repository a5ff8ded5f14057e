package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a structural OpenAPI schema that the image policies use, with their CEL rules.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Kubernetes,
 *     structural schemas</a>
 */
sealed interface Schema {
  /** A CEL rule: answers the message of its violation, or null where it holds. */
  @FunctionalInterface
  interface Rule<T> {
    @Nullable String violation(T value);
  }

  /** An object; a member without a schema is unknown. */
  record ObjectSchema(
      Map<String, Schema> properties, Set<String> required, List<Rule<Node.Mapping>> rules)
      implements Schema {}

  /** An array whose items are a set. */
  record SetSchema(Schema items, int maxItems) implements Schema {}

  /**
   * A string.
   *
   * @param minLength in code points
   * @param maxLength in code points, {@link Integer#MAX_VALUE} for none
   * @param isByte whether the format is {@code byte}
   * @param oneOf the supported values, empty for any
   */
  record StringSchema(
      int minLength, int maxLength, boolean isByte, List<String> oneOf, List<Rule<String>> rules)
      implements Schema {

    static StringSchema atMost(int maxLength, List<Rule<String>> rules) {
      return new StringSchema(0, maxLength, false, List.of(), rules);
    }

    static StringSchema oneOf(List<String> values) {
      return new StringSchema(0, Integer.MAX_VALUE, false, values, List.of());
    }

    static StringSchema bytes(int minLength, int maxLength, List<Rule<String>> rules) {
      return new StringSchema(minLength, maxLength, true, List.of(), rules);
    }
  }

  /** Anything; what is in it is none of this schema's business. */
  record AnySchema() implements Schema {}
}
