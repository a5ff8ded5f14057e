package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.openshift.Schema.ObjectSchema;
import io.sealbus.verification.openshift.Schema.SetSchema;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the API server drops before it validates: members that the schema does not know, and nulls
 * where null is no value.
 */
final class Pruning {
  private final List<Finding> unknown = new ArrayList<>();

  /** The unknown fields that were met, as strict validation names them. */
  List<Finding> unknown() {
    return List.copyOf(unknown);
  }

  /** {@code node} without what its schema does not have. */
  Node prune(Node node, Schema schema, String path) {
    return switch (schema) {
      case ObjectSchema object when node instanceof Node.Mapping mapping ->
          members(mapping, object, path);
      case SetSchema set when node instanceof Node.Sequence sequence -> {
        var items = new ArrayList<Node>();
        for (Node item : sequence.items()) {
          items.add(prune(item, set.items(), path + "[" + items.size() + "]"));
        }
        yield new Node.Sequence(items);
      }
      case ObjectSchema o -> node;
      case SetSchema s -> node;
      case Schema.StringSchema s -> node;
      case Schema.AnySchema a -> node;
    };
  }

  private Node members(Node.Mapping mapping, ObjectSchema schema, String path) {
    var kept = new LinkedHashMap<String, Node>();
    for (Map.Entry<String, Node> member : mapping.members().entrySet()) {
      String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      Schema property = schema.properties().get(member.getKey());
      if (property == null) {
        unknown.add(unknownField(memberPath, member.getKey(), schema.properties().keySet()));
      } else if (!(member.getValue() instanceof Node.Null)) {
        kept.put(member.getKey(), prune(member.getValue(), property, memberPath));
      }
    }
    return new Node.Mapping(kept);
  }

  private static Finding unknownField(String path, String name, Set<String> known) {
    String message = "unknown field " + GoText.quote(path);
    String hint =
        Nearest.to(name, known).map(nearest -> ", did you mean \"" + nearest + "\"?").orElse("");
    return new Finding(path, FindingCode.UNKNOWN_FIELD, message + hint);
  }
}
