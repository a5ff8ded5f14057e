package io.sealbus.verification.sigstore;

import java.util.List;
import java.util.Optional;

/**
 * What a part of a resource looks like: the Go type that the policy-controller decodes it into and
 * writes it from, as far as that can be seen from outside.
 */
sealed interface Shape {
  /**
   * A struct.
   *
   * @param goType as Go's messages name it, with its package
   * @param fields in the order in which Go writes them
   */
  record Struct(String goType, List<Field> fields) implements Shape {
    public Struct {
      fields = List.copyOf(fields);
    }

    /** The field that Go decodes {@code member} into: letter case does not matter to it. */
    Optional<Field> field(String member) {
      String folded = fold(member);
      return fields.stream().filter(f -> fold(f.name()).equals(folded)).findFirst();
    }

    /** Besides ASCII's letters only the Kelvin sign and the long s fold to one of them. */
    private static String fold(String name) {
      var folded = new StringBuilder(name.length());
      for (char c : name.toCharArray()) {
        if (c >= 'a' && c <= 'z') {
          folded.append((char) (c - 'a' + 'A'));
        } else if (c == '\u212A') {
          folded.append('K');
        } else if (c == '\u017F') {
          folded.append('S');
        } else {
          folded.append(c);
        }
      }
      return folded.toString();
    }
  }

  /**
   * A field of a struct.
   *
   * @param presence what is written for a value that was not given
   * @param embeddedIn the embedded struct that it belongs to; empty for the struct itself
   */
  record Field(String name, Shape shape, Presence presence, String embeddedIn) {}

  /** What Go writes for a field without a value of its own. */
  enum Presence {
    /** The type's zero value. */
    ALWAYS,
    /** Nothing where it has the zero value. */
    OMIT_EMPTY,
    /** Nothing where it was not given, whatever its value ({@code omitempty} on a pointer). */
    POINTER
  }

  /** A slice. */
  record Items(Shape item) implements Shape {}

  /** A map of strings to strings. */
  record TextMap() implements Shape {}

  /** A string; the type is {@code string} or named after it. */
  record Text(String goType) implements Shape {}

  /** A boolean. */
  record Flag() implements Shape {}

  /** An integer of 64 bits. */
  record Int64() implements Shape {}

  /** A string that holds a URL, which Go takes apart and puts together again. */
  record Url() implements Shape {}

  /** A string that holds base64. */
  record Base64() implements Shape {}

  /** Whatever; it is not looked at. */
  record Anything() implements Shape {}

  /** The type's name in Go's messages. */
  default String goName() {
    return switch (this) {
      case Struct struct -> struct.goType();
      case Items items -> "[]" + items.item().goName();
      case TextMap m -> "map[string]string";
      case Text text -> text.goType();
      case Flag f -> "bool";
      case Int64 i -> "int64";
      case Url u -> "apis.URL";
      case Base64 b -> "[]uint8";
      case Anything a -> "interface {}";
    };
  }
}
