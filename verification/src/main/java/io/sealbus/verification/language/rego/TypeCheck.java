package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Expr.CallStep;
import io.sealbus.verification.language.rego.Expr.EveryStep;
import io.sealbus.verification.language.rego.Expr.SomeInStep;
import io.sealbus.verification.language.rego.Expr.SomeStep;
import io.sealbus.verification.language.rego.Expr.TermStep;
import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Pair;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.SetTerm;
import io.sealbus.verification.language.rego.Term.Var;
import io.sealbus.verification.language.rego.Type.AnyOf;
import io.sealbus.verification.language.rego.Type.ArrayOf;
import io.sealbus.verification.language.rego.Type.FunctionOf;
import io.sealbus.verification.language.rego.Type.ObjectOf;
import io.sealbus.verification.language.rego.Type.SetOf;
import io.sealbus.verification.language.rego.Type.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Refuses a body that cannot hold whatever the document: functions of arguments they do not take,
 * equalities of different kinds, references to parts that are not there.
 */
final class TypeCheck {
  private final TypeScope scope;
  private int line;

  TypeCheck(TypeScope outer) {
    scope = new TypeScope(outer.documents(), outer);
  }

  /** The types of the body's variables. */
  TypeScope body(List<Expr> body) throws RegoException {
    for (Expr expr : body) {
      line = expr.line();
      expr(expr);
    }
    return scope;
  }

  private void expr(Expr expr) throws RegoException {
    switch (expr.step()) {
      case TermStep(Term term) -> {
        closures(term);
        references(term);
      }
      case CallStep call -> {
        for (Term operand : call.operands()) {
          closures(operand);
        }
        for (Term operand : call.operands()) {
          references(operand);
        }
        if (call.is(Expr.EQUALITY)) {
          equality(call.operands().get(0), call.operands().get(1));
        } else {
          call(call);
        }
      }
      case EveryStep every -> {
        references(every.domain());
        every(every);
      }
      case SomeStep ignored -> {}
      case SomeInStep ignored -> {}
    }
  }

  /**
   * Of a body of {@code every} the reference checks what is referred to and the bodies of
   * comprehensions, not what is called.
   */
  private void every(EveryStep every) throws RegoException {
    for (Expr expr : every.body()) {
      line = expr.line();
      switch (expr.step()) {
        case CallStep call -> {
          for (Term operand : call.operands()) {
            closures(operand);
            references(operand);
          }
        }
        case TermStep(Term term) -> {
          closures(term);
          references(term);
        }
        case EveryStep inner -> {
          references(inner.domain());
          every(inner);
        }
        case SomeStep ignored -> {}
        case SomeInStep ignored -> {}
      }
    }
  }

  private void closures(Term term) throws RegoException {
    if (term instanceof Comprehension it) {
      new TypeCheck(scope).body(it.body());
      return;
    }
    for (Term child : children(term)) {
      closures(child);
    }
  }

  private static List<Term> children(Term term) {
    var children = new ArrayList<Term>();
    term.mapChildren(child -> {
      children.add(child);
      return child;
    });
    return children;
  }

  private void references(Term term) throws RegoException {
    if (term instanceof Comprehension) {
      return;
    }
    if (term instanceof Ref ref) {
      reference(ref);
    }
    for (Term child : children(term)) {
      references(child);
    }
  }

  private RegoException error(String message) {
    return RegoException.type(line, message);
  }

  private void reference(Ref ref) throws RegoException {
    if (scope.of(ref) instanceof FunctionOf) {
      throw error("undefined ref: functions are no values");
    }
    if (!(ref.head() instanceof Var(String name))) {
      return;
    }
    Type type = scope.variable(name);
    if (!(type instanceof Unknown)) {
      leaf(type, ref.path(), 0);
    } else if (name.equals("data")) {
      document(ref.path());
    } else {
      if (!name.equals("input")) {
        scope.put(name, Type.ANY);
      }
      leaf(Type.ANY, ref.path(), 0);
    }
  }

  private void document(List<Term> path) throws RegoException {
    TypeTree node = scope.documents();
    for (int i = 0; i < path.size(); i++) {
      Term part = path.get(i);
      if (i < 2 && !(part instanceof Var) && !isString(part)) {
        throw error("undefined ref");
      }
      if (part instanceof Var(String name)) {
        bindKey(name, node.extent().keys());
      }
      TypeTree child = part instanceof Scalar(RegoValue key) ? node.children().get(key) : null;
      if (child == null) {
        leaf(Type.ANY, path, i + 1);
        return;
      }
      if (child.type() != null) {
        leaf(child.type(), path, i + 1);
        return;
      }
      node = child;
    }
  }

  private static boolean isString(Term term) {
    return term instanceof Scalar(RegoValue.RegoString ignored);
  }

  private void bindKey(String name, Type keys) throws RegoException {
    Type known = scope.variable(name);
    if (known instanceof Unknown) {
      scope.put(name, keys);
    } else if (!Type.unifies(known, keys)) {
      throw error("undefined ref: no such key");
    }
  }

  private void leaf(Type type, List<Term> path, int at) throws RegoException {
    if (at == path.size()) {
      return;
    }
    Type keys = type.keys();
    if (keys instanceof Unknown) {
      throw error("undefined ref: value has no parts");
    }
    switch (path.get(at)) {
      case Var(String name) -> {
        bindKey(name, keys);
        leaf(type.values(), path, at + 1);
      }
      case Scalar(RegoValue key) -> {
        Type part = type.part(key);
        if (part instanceof Unknown) {
          throw error("undefined ref: no such key");
        }
        leaf(part, path, at + 1);
      }
      case Ref ref -> {
        Type known = scope.of(ref);
        if (!(known instanceof Unknown) && !Type.unifies(known, keys)) {
          throw error("undefined ref: no such key");
        }
        leaf(type.values(), path, at + 1);
      }
      case Term composite -> {
        if (!one(composite, keys, false)) {
          throw error("undefined ref: no such key");
        }
        leaf(type.values(), path, at + 1);
      }
    }
  }

  private void call(CallStep call) throws RegoException {
    String name = String.valueOf(call.operator().dotted());
    Type type =
        call.operator().startsWith("data") ? scope.of(call.operator()) : BuiltinTypes.of(name);
    if (!(type instanceof FunctionOf function)) {
      return;
    }
    var expected = new ArrayList<>(function.arguments());
    expected.add(function.result());
    for (int i = 0; i < call.operands().size(); i++) {
      if (!one(call.operands().get(i), expected.get(i), false)) {
        throw error(name + ": invalid argument(s)");
      }
    }
  }

  private void equality(Term a, Term b) throws RegoException {
    if (!both(a, scope.of(a), b, scope.of(b))) {
      throw error("match error");
    }
  }

  private boolean both(Term a, Type typeA, Term b, Type typeB) {
    if (typeA.isOpen() && !typeB.isOpen()) {
      return one(a, typeB, false);
    }
    if (typeB.isOpen() && !typeA.isOpen()) {
      return one(b, typeA, false);
    }
    if (!typeA.isOpen()) {
      return Type.unifies(typeA, typeB);
    }
    if (a instanceof ArrayTerm x && b instanceof ArrayTerm y) {
      boolean same = x.elements().size() == y.elements().size();
      for (int i = 0; same && i < x.elements().size(); i++) {
        Term left = x.elements().get(i);
        Term right = y.elements().get(i);
        same = both(left, scope.of(left), right, scope.of(right));
      }
      return same;
    }
    if (a instanceof ObjectTerm x && b instanceof ObjectTerm y) {
      return bothObjects(x, y);
    }
    boolean left = a instanceof Var && isPattern(b);
    boolean right = b instanceof Var && isPattern(a);
    if (!left && !right) {
      return false;
    }
    Term first = left ? b : a;
    Term second = left ? a : b;
    return one(first, Type.ANY, false) && one(second, scope.of(first), false);
  }

  private static boolean isPattern(Term term) {
    return term instanceof Var || term instanceof ArrayTerm || term instanceof ObjectTerm;
  }

  private boolean bothObjects(ObjectTerm a, ObjectTerm b) {
    if (a.members().size() != b.members().size()) {
      return false;
    }
    for (Pair pair : a.members()) {
      Pair other =
          b.members().stream().filter(p -> p.key().equals(pair.key())).findFirst().orElse(null);
      if (other == null
          || !both(pair.value(), scope.of(pair.value()), other.value(), scope.of(other.value()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the term can be of the type; variables of which nothing is known are from now on. */
  private boolean one(Term term, Type type, boolean alternative) {
    return switch (term) {
      case Var(String name) -> {
        Type known = scope.variable(name);
        if (alternative) {
          scope.put(name, Type.either(known, type));
          yield true;
        }
        if (!(known instanceof Unknown)) {
          yield Type.unifies(known, type);
        }
        scope.put(name, type);
        yield true;
      }
      case ArrayTerm array -> composite(array, array.elements(), type, alternative);
      case ObjectTerm object ->
          composite(object, object.members().stream().map(Pair::value).toList(), type, alternative);
      case SetTerm set -> composite(set, set.members(), type, alternative);
      default -> Type.unifies(scope.of(term), type);
    };
  }

  private boolean composite(Term term, List<Term> parts, Type type, boolean alternative) {
    if (type instanceof AnyOf any) {
      if (any.types().isEmpty()) {
        parts.forEach(part -> one(part, Type.ANY, true));
        return true;
      }
      boolean found = false;
      for (Type each : any.types()) {
        found |= one(term, each, true);
      }
      return found;
    }
    return switch (term) {
      case ArrayTerm array when type instanceof ArrayOf of -> elements(array, of, alternative);
      case ObjectTerm object when type instanceof ObjectOf of -> members(object, of, alternative);
      case SetTerm set when type instanceof SetOf of ->
          set.members().stream().allMatch(member -> one(member, of.member(), alternative));
      default -> false;
    };
  }

  private boolean elements(ArrayTerm array, ArrayOf of, boolean alternative) {
    if (array.elements().size() != of.elements().size() && of.dynamic() == null) {
      return false;
    }
    for (int i = 0; i < array.elements().size(); i++) {
      if (!one(array.elements().get(i), of.element(i), alternative)) {
        return false;
      }
    }
    return true;
  }

  private boolean members(ObjectTerm object, ObjectOf of, boolean alternative) {
    if (object.members().size() != of.members().size() && of.value() == null) {
      return false;
    }
    for (Pair pair : object.members()) {
      if (pair.key() instanceof Scalar(RegoValue key)) {
        Type member = of.member(key);
        if (member instanceof Unknown || !one(pair.value(), member, alternative)) {
          return false;
        }
      } else {
        one(pair.value(), Type.ANY, alternative);
      }
    }
    return true;
  }

  /** Types of the covered functions. */
  private static final class BuiltinTypes {
    private static final Map<String, FunctionOf> SIGNATURES =
        Signatures.COVERED
            .lines()
            .collect(
                java.util.stream.Collectors.toUnmodifiableMap(
                    line -> line.substring(0, line.indexOf(':')), TypeReader::signature));

    static Type of(String name) {
      FunctionOf signature = SIGNATURES.get(name);
      return signature == null ? Type.UNKNOWN : signature;
    }
  }
}
