package io.sealbus.verification.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An immutable JSON value, whether it was written as JSON or as YAML. Equality is by value. */
public sealed interface Node {
  /** An object; iterates in the order of the text, which equality does not look at. */
  record Mapping(Map<String, Node> members) implements Node {
    public Mapping {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member, or null where there is none. An explicit null is {@link Null}. */
    public @Nullable Node get(String name) {
      return members.get(name);
    }
  }

  /** An array. */
  record Sequence(List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A string of Unicode scalar values; it never holds a lone surrogate. */
  record Text(String value) implements Node {}

  /** A number as JSON writes it. */
  record Number(String json) implements Node {
    /** The number where it is written as an integer of 64 bits. */
    public OptionalLong asLong() {
      try {
        return OptionalLong.of(Long.parseLong(json));
      } catch (NumberFormatException e) {
        return OptionalLong.empty();
      }
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Node {}

  /** An explicit null. */
  record Null() implements Node {}

  /** The name of the JSON type as the API server's messages have it. */
  default String typeName() {
    return switch (this) {
      case Mapping m -> "object";
      case Sequence s -> "array";
      case Text t -> "string";
      case Number n -> n.asLong().isPresent() ? "integer" : "number";
      case Bool b -> "boolean";
      case Null n -> "null";
    };
  }
}
