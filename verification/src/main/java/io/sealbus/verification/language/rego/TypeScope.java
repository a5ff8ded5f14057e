package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.SetTerm;
import io.sealbus.verification.language.rego.Term.Var;
import io.sealbus.verification.language.rego.Type.ArrayOf;
import io.sealbus.verification.language.rego.Type.ObjectOf;
import io.sealbus.verification.language.rego.Type.SetOf;
import io.sealbus.verification.language.rego.Type.Unknown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Types of a body's variables, and of what its terms refer to. */
final class TypeScope {
  private final TypeTree documents;
  private final @Nullable TypeScope outer;
  private final Map<String, Type> variables = new HashMap<>();

  TypeScope(TypeTree documents, @Nullable TypeScope outer) {
    this.documents = documents;
    this.outer = outer;
  }

  TypeTree documents() {
    return documents;
  }

  Type variable(String name) {
    Type type = variables.get(name);
    if (type != null) {
      return type;
    }
    return outer == null ? Type.UNKNOWN : outer.variable(name);
  }

  void put(String name, Type type) {
    variables.put(name, type);
  }

  Type of(Term term) {
    return switch (term) {
      case Scalar(RegoValue value) -> Type.ofConstant(value);
      case Var(String name) -> variable(name);
      case Ref ref -> of(ref);
      case ArrayTerm array ->
          array.elements().isEmpty()
              ? new ArrayOf(List.of(), Type.ANY)
              : new ArrayOf(array.elements().stream().map(this::of).toList(), null);
      case SetTerm set ->
          set.members().isEmpty()
              ? new SetOf(Type.ANY)
              : new SetOf(set.members().stream().map(this::of).reduce(Type.UNKNOWN, Type::either));
      case ObjectTerm object -> object(object);
      case Comprehension comprehension -> comprehension(comprehension);
      case Term.Call ignored -> Type.UNKNOWN;
    };
  }

  private Type object(ObjectTerm object) {
    var members = new TreeMap<RegoValue, Type>(RegoValue.ORDER);
    Type key = null;
    Type value = null;
    for (Pair pair : object.members()) {
      if (pair.key() instanceof Scalar(RegoValue name)) {
        members.put(name, of(pair.value()));
      } else {
        key = of(pair.key());
        value = of(pair.value());
      }
    }
    return object.members().isEmpty()
        ? new ObjectOf(members, Type.ANY, Type.ANY)
        : new ObjectOf(members, key, value);
  }

  private Type comprehension(Comprehension it) {
    TypeScope inner;
    try {
      inner = new TypeCheck(this).body(it.body());
    } catch (RegoException e) {
      // It is told where the body is checked.
      return Type.UNKNOWN;
    }
    Type value = inner.of(it.value());
    return switch (it.into()) {
      case ARRAY -> new ArrayOf(List.of(), value instanceof Unknown ? null : value);
      case SET -> new SetOf(value);
      case OBJECT ->
          new ObjectOf(
              new TreeMap<>(RegoValue.ORDER),
              it.key() == null ? Type.UNKNOWN : inner.of(it.key()),
              value);
    };
  }

  Type of(Ref ref) {
    if (ref.head() instanceof Var(String name)) {
      Type type = variable(name);
      if (!(type instanceof Unknown)) {
        return parts(type, ref.path());
      }
      return switch (name) {
        case "data" -> documents.of(ref.path());
        case "input" -> Type.ANY;
        default -> Type.UNKNOWN;
      };
    }
    return Type.UNKNOWN;
  }

  static Type parts(Type type, List<Term> path) {
    Type found = type;
    for (Term part : path) {
      found = part instanceof Scalar(RegoValue key) ? found.part(key) : found.values();
    }
    return found;
  }
}
