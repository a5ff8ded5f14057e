package io.sealbus.verification.language.rego;

import java.util.ArrayList;
import java.util.Comparator;
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

  /** Of a variable that nothing is known of yet. */
  Unknown UNKNOWN = new Unknown();

  /** A kind that has no parts. */
  record Kind(String name) implements Type {}

  /** Nothing is known. */
  record Unknown() implements Type {}

  /**
   * An array: elements that are known, then any number of {@code dynamic} ones.
   *
   * @param dynamic null where there are no more
   */
  record ArrayOf(List<Type> elements, @Nullable Type dynamic) implements Type {
    Type element(long index) {
      if (index >= 0 && index < elements.size()) {
        return elements.get((int) index);
      }
      return index < 0 || dynamic == null ? UNKNOWN : dynamic;
    }
  }

  /** A set. */
  record SetOf(Type member) implements Type {}

  /**
   * An object: members that are known, and others.
   *
   * @param key null where there are no others, as {@code value} is then
   */
  record ObjectOf(TreeMap<RegoValue, Type> members, @Nullable Type key, @Nullable Type value)
      implements Type {
    Type member(RegoValue name) {
      Type member = members.get(name);
      if (member != null) {
        return member;
      }
      return key != null && value != null && contains(key, ofConstant(name)) ? value : UNKNOWN;
    }
  }

  /** One of some types, no two equal and in a fixed order; of none: anything. */
  record AnyOf(List<Type> types) implements Type {
    static AnyOf of(List<Type> types) {
      return new AnyOf(
          types.stream().distinct().sorted(Comparator.comparing(Type::toString)).toList());
    }
  }

  /** A function. */
  record FunctionOf(List<Type> arguments, Type result) implements Type {}

  static boolean contains(Type types, Type one) {
    return types instanceof AnyOf any
        ? any.types.isEmpty() || any.types.contains(one)
        : types.equals(one);
  }

  static Type ofConstant(RegoValue value) {
    return switch (value) {
      case RegoValue.RegoNull ignored -> NULL;
      case RegoValue.RegoBoolean ignored -> BOOLEAN;
      case RegoNumber ignored -> NUMBER;
      case RegoValue.RegoString ignored -> STRING;
      default -> UNKNOWN;
    };
  }

  /** Either of two; what is not known does not count. */
  static Type either(Type a, Type b) {
    if (a instanceof Unknown || a.equals(b)) {
      return b;
    }
    if (b instanceof Unknown) {
      return a;
    }
    if (a instanceof FunctionOf f && b instanceof FunctionOf g) {
      var arguments = new ArrayList<Type>();
      for (int i = 0; i < Math.min(f.arguments.size(), g.arguments.size()); i++) {
        arguments.add(either(f.arguments.get(i), g.arguments.get(i)));
      }
      return new FunctionOf(arguments, either(f.result, g.result));
    }
    if (a.equals(ANY) || b.equals(ANY)) {
      return ANY;
    }
    var types = new ArrayList<Type>(a instanceof AnyOf x ? x.types : List.of(a));
    types.addAll(b instanceof AnyOf y ? y.types : List.of(b));
    return AnyOf.of(types);
  }

  /** Whether something in it is not known. */
  default boolean isOpen() {
    return switch (this) {
      case Unknown ignored -> true;
      case Kind ignored -> false;
      case AnyOf ignored -> false;
      case ArrayOf array ->
          array.elements.stream().anyMatch(Type::isOpen)
              || (array.dynamic != null && array.dynamic.isOpen());
      case SetOf set -> set.member.isOpen();
      case ObjectOf object ->
          object.members.values().stream().anyMatch(Type::isOpen)
              || (object.key != null && object.key.isOpen())
              || (object.value != null && object.value.isOpen());
      case FunctionOf function ->
          function.arguments.stream().anyMatch(Type::isOpen) || function.result.isOpen();
    };
  }

  /** What its parts are called by. */
  default Type keys() {
    return switch (this) {
      case ArrayOf ignored -> NUMBER;
      case SetOf set -> set.member;
      case ObjectOf object -> {
        Type keys = object.key == null ? UNKNOWN : object.key;
        for (RegoValue name : object.members.keySet()) {
          keys = either(keys, ofConstant(name));
        }
        yield keys;
      }
      case AnyOf any ->
          any.types.isEmpty()
              ? ANY
              : any.types.stream().map(Type::keys).reduce(UNKNOWN, Type::either);
      case Kind ignored -> UNKNOWN;
      case Unknown ignored -> UNKNOWN;
      case FunctionOf ignored -> UNKNOWN;
    };
  }

  /** What its parts are. */
  default Type values() {
    return switch (this) {
      case ArrayOf array -> {
        Type values = array.dynamic == null ? UNKNOWN : array.dynamic;
        for (Type element : array.elements) {
          values = either(values, element);
        }
        yield values;
      }
      case SetOf set -> set.member;
      case ObjectOf object -> {
        Type values = object.value == null ? UNKNOWN : object.value;
        for (Type member : object.members.values()) {
          values = either(values, member);
        }
        yield values;
      }
      case AnyOf any ->
          any.types.isEmpty()
              ? ANY
              : any.types.stream().map(Type::values).reduce(UNKNOWN, Type::either);
      case Kind ignored -> UNKNOWN;
      case Unknown ignored -> UNKNOWN;
      case FunctionOf ignored -> UNKNOWN;
    };
  }

  /** The part that {@code key} calls. */
  default Type part(RegoValue key) {
    return switch (this) {
      case ArrayOf array -> {
        Long index = key instanceof RegoNumber number ? number.integer() : null;
        yield index == null ? UNKNOWN : array.element(index);
      }
      case ObjectOf object -> object.member(key);
      case SetOf set -> {
        Type one = ofConstant(key);
        yield contains(set.member, one) ? one : UNKNOWN;
      }
      case AnyOf any ->
          any.types.isEmpty()
              ? ANY
              : any.types.stream().map(type -> type.part(key)).reduce(UNKNOWN, Type::either);
      case Kind ignored -> UNKNOWN;
      case Unknown ignored -> UNKNOWN;
      case FunctionOf ignored -> UNKNOWN;
    };
  }

  /** Whether a value can be of both. */
  static boolean unifies(Type a, Type b) {
    if (a instanceof Unknown || b instanceof Unknown) {
      return false;
    }
    if (a instanceof AnyOf || b instanceof AnyOf) {
      return (a instanceof AnyOf x && unifiesAny(x, b))
          || (b instanceof AnyOf y && unifiesAny(y, a));
    }
    return switch (a) {
      case ArrayOf x when b instanceof ArrayOf y ->
          unifiesElements(x, y)
              && unifiesElements(y, x)
              && (x.dynamic == null || y.dynamic == null || unifies(x.dynamic, y.dynamic));
      case ObjectOf x when b instanceof ObjectOf y ->
          x.members.entrySet().stream().allMatch(m -> unifies(m.getValue(), y.member(m.getKey())))
              && y.members.entrySet().stream()
                  .allMatch(m -> unifies(m.getValue(), x.member(m.getKey())))
              && (x.value == null || y.value == null || unifies(x.value, y.value));
      case SetOf x when b instanceof SetOf y -> unifies(x.member, y.member);
      default -> a.equals(b);
    };
  }

  private static boolean unifiesAny(AnyOf any, Type other) {
    return !(other instanceof FunctionOf)
        && (any.types.isEmpty() || any.types.stream().anyMatch(type -> unifies(type, other)));
  }

  private static boolean unifiesElements(ArrayOf a, ArrayOf b) {
    for (int i = 0; i < a.elements.size(); i++) {
      if (!unifies(a.elements.get(i), b.element(i))) {
        return false;
      }
    }
    return true;
  }
}
