package io.sealbus.verification.language.rego;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A term of the syntax. */
sealed interface Term {
  /** A literal. */
  record Scalar(RegoValue value) implements Term {}

  /** A variable; a wildcard has a name that no text can write. */
  record Var(String name) implements Term {
    boolean isWildcard() {
      return name.startsWith("$");
    }

    /** Whether the compiler made it. */
    boolean isGenerated() {
      return name.startsWith("#");
    }
  }

  /**
   * A reference: what {@code path} leads to from {@code head}, which is a variable, a call or a
   * composite value.
   */
  record Ref(Term head, List<Term> path) implements Term {
    public Ref {
      path = List.copyOf(path);
    }

    /** The reference as text where all is names, such as {@code time.clock}; otherwise null. */
    @Nullable String dotted() {
      if (!(head instanceof Var root)) {
        return null;
      }
      var name = new StringBuilder(root.name());
      for (Term part : path) {
        if (!(part instanceof Scalar(RegoValue.RegoString(String text)))) {
          return null;
        }
        name.append('.').append(text);
      }
      return name.toString();
    }

    boolean startsWith(String root) {
      return head instanceof Var(String name) && name.equals(root);
    }
  }

  /** A function's value. */
  record Call(Ref operator, List<Term> arguments, int line) implements Term {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** An array. */
  record ArrayTerm(List<Term> elements) implements Term {
    public ArrayTerm {
      elements = List.copyOf(elements);
    }
  }

  /** A set. */
  record SetTerm(List<Term> members) implements Term {
    public SetTerm {
      members = List.copyOf(members);
    }
  }

  /** An object. */
  record ObjectTerm(List<Pair> members) implements Term {
    public ObjectTerm {
      members = List.copyOf(members);
    }
  }

  /** A member of an object. */
  record Pair(Term key, Term value) {}

  /** What comprehensions collect in. */
  enum Collection {
    ARRAY,
    SET,
    OBJECT
  }

  /**
   * A comprehension.
   *
   * @param key of objects only
   */
  record Comprehension(Collection into, @Nullable Term key, Term value, List<Expr> body)
      implements Term {
    public Comprehension {
      body = List.copyOf(body);
    }
  }

  static Scalar string(String text) {
    return new Scalar(RegoValue.of(text));
  }

  static Ref data(String... path) {
    return new Ref(new Var("data"), java.util.Arrays.stream(path).<Term>map(Term::string).toList());
  }

  /** Whether it is evaluated: a reference, a comprehension or a call. */
  default boolean isDynamic() {
    return this instanceof Ref || this instanceof Comprehension || this instanceof Call;
  }

  /** This term with {@code change} made to each term right below it, comprehensions excepted. */
  default Term mapChildren(UnaryOperator<Term> change) {
    return switch (this) {
      case Scalar scalar -> scalar;
      case Var variable -> variable;
      case Ref ref -> new Ref(change.apply(ref.head), ref.path.stream().map(change).toList());
      case Call call ->
          new Call(call.operator, call.arguments.stream().map(change).toList(), call.line);
      case ArrayTerm array -> new ArrayTerm(array.elements.stream().map(change).toList());
      case SetTerm set -> new SetTerm(set.members.stream().map(change).toList());
      case ObjectTerm object ->
          new ObjectTerm(
              object.members.stream()
                  .map(pair -> new Pair(change.apply(pair.key), change.apply(pair.value)))
                  .toList());
      case Comprehension comprehension -> comprehension;
    };
  }
}
