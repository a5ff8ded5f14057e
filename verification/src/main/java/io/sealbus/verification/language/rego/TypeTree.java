package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Type.ObjectOf;
import io.sealbus.verification.language.rego.Type.SetOf;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Types of what rules give values to. */
final class TypeTree {
  private final TreeMap<RegoValue, TypeTree> children = new TreeMap<>(RegoValue.ORDER);
  private @Nullable Type type;

  @Nullable Type type() {
    return type;
  }

  TreeMap<RegoValue, TypeTree> children() {
    return children;
  }

  TypeTree enter(RegoValue key) {
    return children.computeIfAbsent(key, k -> new TypeTree());
  }

  /** Adds what one more rule gives. */
  void add(Type more) {
    type = type == null ? more : merged(type, more);
  }

  private static Type merged(Type a, Type b) {
    if (a instanceof SetOf x && b instanceof SetOf y) {
      return new SetOf(Type.either(x.member(), y.member()));
    }
    boolean dynamic =
        a instanceof ObjectOf x
            && b instanceof ObjectOf y
            && x.members().isEmpty()
            && y.members().isEmpty();
    if (dynamic && a instanceof ObjectOf x && b instanceof ObjectOf y) {
      return new ObjectOf(
          x.members(), Type.either(orUnknown(x.key()), orUnknown(y.key())), value(x, y));
    }
    return Type.either(a, b);
  }

  private static Type value(ObjectOf a, ObjectOf b) {
    return merged(orUnknown(a.value()), orUnknown(b.value()));
  }

  private static Type orUnknown(@Nullable Type type) {
    return type == null ? Type.UNKNOWN : type;
  }

  Type of(List<Term> path) {
    TypeTree node = this;
    for (int i = 0; i < path.size(); i++) {
      if (node.type != null) {
        return TypeScope.parts(node.type, path.subList(i, path.size()));
      }
      if (!(path.get(i) instanceof Scalar(RegoValue key))) {
        return TypeScope.parts(node.extent(), path.subList(i, path.size()));
      }
      TypeTree child = node.children.get(key);
      if (child == null) {
        return Type.ANY;
      }
      node = child;
    }
    return node.extent();
  }

  /** All that is below; documents may hold more than rules give. */
  Type extent() {
    if (type != null) {
      return type;
    }
    var members = new TreeMap<RegoValue, Type>(RegoValue.ORDER);
    children.forEach((key, child) -> members.put(key, child.extent()));
    return new ObjectOf(members, Type.STRING, Type.ANY);
  }
}
