package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object that {@link StrictDecoder} gave: its members have the types that the shape says, so
 * that asking for another is a fault of the program.
 */
record SpecFields(Node.Mapping object) {
  static final SpecFields NONE = new SpecFields(new Node.Mapping(Map.of()));

  /** Whether the field was given; of a list or bytes also whether it is no null. */
  boolean has(String name) {
    return !(object.get(name) == null || object.get(name) instanceof Node.Null);
  }

  /** The text; empty where there is none. */
  String text(String name) {
    return has(name) && object.get(name) instanceof Node.Text text ? text.value() : "";
  }

  /** The text; null where there is none or it is empty. */
  @Nullable String textOrNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  /** Whether the flag is given and set. */
  boolean flag(String name) {
    return object.get(name) instanceof Node.Bool bool && bool.value();
  }

  /** The object; null where there is none. */
  @Nullable SpecFields object(String name) {
    return object.get(name) instanceof Node.Mapping mapping ? new SpecFields(mapping) : null;
  }

  /** The object; one without fields where there is none. */
  SpecFields objectOrNone(String name) {
    SpecFields found = object(name);
    return found == null ? NONE : found;
  }

  /** The items; none where there is no list. */
  List<SpecFields> objects(String name) {
    return items(name).stream()
        .map(item -> item instanceof Node.Mapping mapping ? new SpecFields(mapping) : NONE)
        .toList();
  }

  /** The items; none where there is no list. */
  List<String> texts(String name) {
    return items(name).stream()
        .map(item -> item instanceof Node.Text text ? text.value() : "")
        .toList();
  }

  private List<Node> items(String name) {
    return object.get(name) instanceof Node.Sequence sequence ? sequence.items() : List.of();
  }
}
