package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.openshift.Schema.ObjectSchema;
import io.sealbus.verification.openshift.Schema.SetSchema;
import io.sealbus.verification.openshift.Schema.StringSchema;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The structural half of the API server's validation: types, lengths, formats, enumerations. What
 * an update leaves as it was is not held against it (validation ratcheting).
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting">Kubernetes,
 *     validation ratcheting</a>
 */
final class SchemaCheck {
  // Possessive and without a group to repeat, so that no length of text can exhaust the stack.
  private static final Pattern BASE64_ALPHABET = Pattern.compile("[A-Za-z0-9+/]++={0,2}+");

  private final List<Finding> findings;

  SchemaCheck(List<Finding> findings) {
    this.findings = findings;
  }

  /** Adds what is wrong with {@code node}; {@code old} is the stored value at the same place. */
  void check(Node node, @Nullable Node old, Schema schema, String path) {
    if (node.equals(old)) {
      return;
    }
    switch (schema) {
      case ObjectSchema object -> object(node, old, object, path);
      case SetSchema set -> set(node, set, path);
      case StringSchema string -> string(node, string, path);
      case Schema.AnySchema any -> {}
    }
  }

  private void object(Node node, @Nullable Node old, ObjectSchema schema, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      wrongType(node, "object", path);
      return;
    }
    for (String required : schema.required()) {
      if (mapping.get(required) == null) {
        add(path + "." + required, FindingCode.REQUIRED, "Required value");
      }
    }
    mapping
        .members()
        .forEach((name, value) -> {
          Schema property = schema.properties().get(name);
          if (property != null) {
            check(value, member(old, name), property, path + "." + name);
          }
        });
  }

  static @Nullable Node member(@Nullable Node node, String name) {
    return node instanceof Node.Mapping mapping ? mapping.get(name) : null;
  }

  private void set(Node node, SetSchema schema, String path) {
    if (!(node instanceof Node.Sequence sequence)) {
      wrongType(node, "array", path);
      return;
    }
    int size = sequence.items().size();
    if (size > schema.maxItems()) {
      String message = "Too many: " + size + ": must have at most " + schema.maxItems() + " items";
      add(path, FindingCode.TOO_MANY, message);
    }
    // Items of a set have no counterpart in the old set: a changed set is checked whole.
    for (int i = 0; i < size; i++) {
      check(sequence.items().get(i), null, schema.items(), path + "[" + i + "]");
    }
  }

  private void string(Node node, StringSchema schema, String path) {
    if (node instanceof Node.Text text) {
      lengths(text.value(), schema, path);
      if (schema.isByte() && !isBase64(text.value())) {
        String quoted = GoText.quote(text.value());
        invalid(path, quoted, " in body must be of type byte: " + quoted, FindingCode.WRONG_TYPE);
      }
    } else {
      wrongType(node, "string", path);
    }
    boolean supported = node instanceof Node.Text text && schema.oneOf().contains(text.value());
    if (!schema.oneOf().isEmpty() && !supported) {
      String value = node instanceof Node.Text text ? GoText.quote(text.value()) : json(node);
      String values = schema.oneOf().stream().map(GoText::quote).collect(Collectors.joining(", "));
      String message = "Unsupported value: " + value + ": supported values: " + values;
      add(path, FindingCode.UNSUPPORTED_VALUE, message);
    }
  }

  private void lengths(String value, StringSchema schema, String path) {
    int length = value.codePointCount(0, value.length());
    if (length > schema.maxLength()) {
      String message = "Too long: may not be more than " + schema.maxLength() + " bytes";
      add(path, FindingCode.TOO_LONG, message);
    }
    if (length < schema.minLength()) {
      String rest = " in body should be at least " + schema.minLength() + " chars long";
      invalid(path, GoText.quote(value), rest, FindingCode.TOO_SHORT);
    }
  }

  static boolean isBase64(String text) {
    return text.length() % 4 == 0 && BASE64_ALPHABET.matcher(text).matches();
  }

  private static String json(Node node) {
    return JsonText.write(node);
  }

  private void wrongType(Node node, String expected, String path) {
    String actual = GoText.quote(node.typeName());
    String rest = " in body must be of type " + expected + ": " + actual;
    invalid(path, actual, rest, FindingCode.WRONG_TYPE);
  }

  private void invalid(String path, String value, String rest, FindingCode code) {
    add(path, code, "Invalid value: " + value + ": " + path + rest);
  }

  private void add(String path, FindingCode code, String message) {
    findings.add(new Finding(path, code, message));
  }

  /** The later ones of equal items, as findings. Answers nothing for what is no set. */
  static List<Finding> duplicates(Node node, String path) {
    var found = new ArrayList<Finding>();
    if (node instanceof Node.Sequence sequence) {
      List<Node> items = sequence.items();
      var seen = new HashSet<Node>();
      for (int i = 0; i < items.size(); i++) {
        if (!seen.add(items.get(i))) {
          Node item = items.get(i);
          String value = item instanceof Node.Text text ? GoText.quote(text.value()) : json(item);
          String message = "Duplicate value: " + value;
          found.add(new Finding(path + "[" + i + "]", FindingCode.DUPLICATE, message));
        }
      }
    }
    return found;
  }
}
