package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Type.AnyOf;
import io.sealbus.verification.language.rego.Type.ArrayOf;
import io.sealbus.verification.language.rego.Type.FunctionOf;
import io.sealbus.verification.language.rego.Type.ObjectOf;
import io.sealbus.verification.language.rego.Type.SetOf;
import java.util.ArrayList;
import java.util.TreeMap;

/** Reads the types of {@link Signatures}. */
final class TypeReader {
  private final String text;
  private int at;

  private TypeReader(String text) {
    this.text = text;
  }

  /** Of a line {@code name: argument argument -> result}. */
  static FunctionOf signature(String line) {
    var reader = new TypeReader(line.substring(line.indexOf(':') + 1));
    var arguments = new ArrayList<Type>();
    reader.spaces();
    while (!reader.accept("->")) {
      arguments.add(reader.type());
      reader.spaces();
    }
    reader.spaces();
    return new FunctionOf(arguments, reader.type());
  }

  private void spaces() {
    while (text.startsWith(" ", at)) {
      at++;
    }
  }

  private boolean accept(String part) {
    boolean here = text.startsWith(part, at);
    at += here ? part.length() : 0;
    return here;
  }

  private Type type() {
    if (accept("(")) {
      var types = new ArrayList<Type>();
      while (!accept(")")) {
        types.add(type());
        accept("|");
      }
      return AnyOf.of(types);
    }
    if (accept("[")) {
      var elements = new ArrayList<Type>();
      while (!accept("]")) {
        elements.add(type());
        spaces();
      }
      return new ArrayOf(elements, null);
    }
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    return switch (name) {
      case "any" -> Type.ANY;
      case "array" -> new ArrayOf(java.util.List.of(), inner());
      case "set" -> new SetOf(inner());
      case "object" -> {
        accept("<");
        Type key = type();
        spaces();
        Type value = type();
        accept(">");
        yield new ObjectOf(new TreeMap<>(RegoValue.ORDER), key, value);
      }
      default -> new Type.Kind(name);
    };
  }

  private Type inner() {
    accept("<");
    Type inner = type();
    accept(">");
    return inner;
  }
}
