package io.sealbus.verification.language.rego;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value of the language. Values of different kinds are ordered by kind: null, booleans, numbers,
 * strings, arrays, objects, sets. Sets and objects iterate in that order.
 */
sealed interface RegoValue
    permits RegoNumber,
        RegoValue.RegoNull,
        RegoValue.RegoBoolean,
        RegoValue.RegoString,
        RegoValue.RegoArray,
        RegoValue.RegoSet,
        RegoValue.RegoObject {
  RegoNull NULL = new RegoNull();
  RegoBoolean TRUE = new RegoBoolean(true);
  RegoBoolean FALSE = new RegoBoolean(false);
  Comparator<RegoValue> ORDER = ValueOrder::compare;

  /** {@code null}. */
  record RegoNull() implements RegoValue {}

  /** {@code true} or {@code false}. */
  record RegoBoolean(boolean value) implements RegoValue {}

  /** A string. */
  record RegoString(String text) implements RegoValue {}

  /** An array. */
  record RegoArray(List<RegoValue> elements) implements RegoValue {
    public RegoArray {
      elements = List.copyOf(elements);
    }
  }

  /** A set: members in order, no two equal. */
  record RegoSet(List<RegoValue> members) implements RegoValue {
    static final RegoSet EMPTY = new RegoSet(List.of());

    /** The set of {@code members}; of equal ones the first stays. */
    static RegoSet of(Iterable<RegoValue> members) {
      var sorted = new TreeSet<>(ORDER);
      members.forEach(sorted::add);
      return new RegoSet(List.copyOf(sorted));
    }

    boolean contains(RegoValue value) {
      return ValueOrder.find(members, value) >= 0;
    }
  }

  /** An object: {@code keys} in order, no two equal, and the value of each. */
  record RegoObject(List<RegoValue> keys, List<RegoValue> values) implements RegoValue {
    static final RegoObject EMPTY = new RegoObject(List.of(), List.of());

    /** The object of {@code members}, which are ordered. */
    static RegoObject of(TreeMap<RegoValue, RegoValue> members) {
      return new RegoObject(List.copyOf(members.keySet()), List.copyOf(members.values()));
    }

    static TreeMap<RegoValue, RegoValue> builder() {
      return new TreeMap<>(ORDER);
    }

    @Nullable RegoValue get(RegoValue key) {
      int at = ValueOrder.find(keys, key);
      return at < 0 ? null : values.get(at);
    }

    /** The members, to be changed by the caller. */
    TreeMap<RegoValue, RegoValue> toBuilder() {
      var members = builder();
      for (int i = 0; i < keys.size(); i++) {
        members.put(keys.get(i), values.get(i));
      }
      return members;
    }
  }

  static RegoValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static RegoString of(String text) {
    return new RegoString(text);
  }

  static RegoNumber of(long number) {
    return RegoNumber.of(number);
  }

  static RegoArray array(List<? extends RegoValue> elements) {
    return new RegoArray(List.copyOf(elements));
  }

  static RegoObject object(Map<String, ? extends RegoValue> members) {
    var sorted = RegoObject.builder();
    members.forEach((name, value) -> sorted.put(of(name), value));
    return RegoObject.of(sorted);
  }

  /** The kind, as {@code type_name} gives it. */
  default String typeName() {
    return switch (this) {
      case RegoNull ignored -> "null";
      case RegoBoolean ignored -> "boolean";
      case RegoNumber ignored -> "number";
      case RegoString ignored -> "string";
      case RegoArray ignored -> "array";
      case RegoObject ignored -> "object";
      case RegoSet ignored -> "set";
    };
  }

  /** Whether the values are equal as the language compares them: numbers by value. */
  default boolean same(RegoValue other) {
    return ValueOrder.compare(this, other) == 0;
  }

  /** Values that this one holds, itself included. */
  default long weight() {
    return switch (this) {
      case RegoNull ignored -> 1;
      case RegoBoolean ignored -> 1;
      case RegoNumber ignored -> 1;
      case RegoString ignored -> 1;
      case RegoArray array -> 1 + array.elements().size();
      case RegoObject object -> 1 + 2L * object.keys().size();
      case RegoSet set -> 1 + set.members().size();
    };
  }
}
