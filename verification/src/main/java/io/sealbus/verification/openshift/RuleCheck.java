package io.sealbus.verification.openshift;

import io.sealbus.verification.openshift.Schema.ObjectSchema;
import io.sealbus.verification.openshift.Schema.Rule;
import io.sealbus.verification.openshift.Schema.SetSchema;
import io.sealbus.verification.openshift.Schema.StringSchema;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CEL half of the API server's validation; runs only over what has the schema's types. */
final class RuleCheck {
  private final List<Finding> findings;

  RuleCheck(List<Finding> findings) {
    this.findings = findings;
  }

  void check(Node node, @Nullable Node old, Schema schema, String path) {
    if (node.equals(old)) {
      return;
    }
    switch (schema) {
      case ObjectSchema object when node instanceof Node.Mapping mapping ->
          object(mapping, old, object, path);
      case SetSchema set when node instanceof Node.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          check(sequence.items().get(i), null, set.items(), path + "[" + i + "]");
        }
      }
      case StringSchema string when node instanceof Node.Text text ->
          apply(string.rules(), text.value(), path, "\"string\"");
      case ObjectSchema o -> {}
      case SetSchema s -> {}
      case StringSchema s -> {}
      case Schema.AnySchema a -> {}
    }
  }

  private void object(Node.Mapping mapping, @Nullable Node old, ObjectSchema schema, String path) {
    List<Rule<Node.Mapping>> rules = schema.rules();
    apply(rules, mapping, path, "\"object\"");
    mapping
        .members()
        .forEach((name, value) -> {
          Schema property = schema.properties().get(name);
          if (property != null) {
            check(value, SchemaCheck.member(old, name), property, path + "." + name);
          }
        });
  }

  private <T> void apply(List<Rule<T>> rules, T value, String path, String type) {
    for (Rule<T> rule : rules) {
      String violation = rule.violation(value);
      if (violation != null) {
        String message = "Invalid value: " + type + ": " + violation;
        findings.add(new Finding(path, FindingCode.RULE, message));
      }
    }
  }
}
