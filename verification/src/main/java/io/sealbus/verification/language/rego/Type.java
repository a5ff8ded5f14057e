package io.sealbus.verification.language.rego;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of a value before it is evaluated. */
sealed interface Type {
  AnyOf ANY = new AnyOf(List.of());
  Kind NULL = new Kind("null");
  Kind BOOLEAN = new Kind("boolean");
  Kind NUMBER = new Kind("number");
  Kind STRING = new Kind("string");

  /** A kind that has no parts. */
  record Kind(String name) implements Type {}

  /**
   * An array: elements that are known, then any number of {@code dynamic} ones.
   *
   * @param dynamic null where there are no more
   */
  record ArrayOf(List<Type> elements, @Nullable Type dynamic) implements Type {}

  /** A set. */
  record SetOf(Type member) implements Type {}

  /**
   * An object: members that are known, and others.
   *
   * @param key null where there are no others, as {@code value} is then
   */
  record ObjectOf(TreeMap<RegoValue, Type> members, @Nullable Type key, @Nullable Type value)
      implements Type {}

  /** One of some types; of none: anything. */
  record AnyOf(List<Type> types) implements Type {}

  /** A function. */
  record FunctionOf(List<Type> arguments, Type result) implements Type {}
}
