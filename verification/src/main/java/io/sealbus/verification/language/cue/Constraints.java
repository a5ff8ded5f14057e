package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.TypeValue;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the conjuncts of one vertex say about its own value, fields aside. */
final class Constraints {
  private final Evaluator evaluator;
  private final Vertex vertex;
  private final List<BoundValue> bounds = new ArrayList<>();
  private final List<ValidatorValue> validators = new ArrayList<>();
  private int kind = Kind.TOP;
  private @Nullable FunctionValue function;
  private boolean struct;
  private boolean structLiteral;
  private boolean top;
  private @Nullable Bottom error;

  Constraints(Evaluator evaluator, Vertex vertex) {
    this.evaluator = evaluator;
    this.vertex = vertex;
  }

  void error(Bottom bottom) {
    error = error == null ? bottom : error.and(bottom);
  }

  /** The worst error so far. */
  @Nullable Bottom error() {
    return error;
  }

  /** A struct was among the conjuncts; one that has no embeddings is nothing else. */
  void structLiteral(boolean plain) {
    structLiteral = true;
    struct |= plain;
  }

  /** A regular field was among the conjuncts, which only structs have. */
  void regularField() {
    struct = true;
  }

  /** Narrows the kind. */
  void kind(int other, Supplier<String> what) {
    if ((kind & other) == 0 && kind != 0) {
      error(
          Bottom.error(
              "conflicting values "
                  + what.get()
                  + " (mismatched types "
                  + Kind.name(kind)
                  + " and "
                  + Kind.name(other)
                  + ")"));
    }
    kind &= other;
  }

  /** Adds a value that is neither struct nor list. */
  void insert(Value value) {
    if (value instanceof Bottom bottom) {
      error(bottom);
      return;
    }
    if (value instanceof FunctionValue other) {
      if (kind == Kind.TOP && function == null) {
        function = other;
      }
      kind(Kind.FUNCTION, () -> "function");
      return;
    }
    kind(value.kind(), () -> Text.of(value));
    switch (value) {
      case TypeValue type -> top |= type.kind() == Kind.TOP;
      case BoundValue bound -> bounds.add(bound);
      case ValidatorValue validator -> {
        validators.add(validator);
        top |= validator.kind() == Kind.TOP;
      }
      case Scalar scalar -> scalar(scalar);
      default -> throw new UndecidableException("unexpected value");
    }
  }

  private void scalar(Scalar scalar) {
    Scalar before = vertex.scalar;
    if (before == null) {
      vertex.scalar = scalar;
    } else if (before.kind() == scalar.kind() && !Comparison.equal(before, scalar)) {
      error(Bottom.error("conflicting values " + Text.of(scalar) + " and " + Text.of(before)));
    }
  }

  /** Settles the value of the vertex, as far as it does not depend on its fields. */
  void conclude(boolean list) {
    if (struct || !list && isStruct()) {
      kind(Kind.STRUCT, () -> "{...}");
    }
    Scalar scalar = vertex.scalar;
    if (scalar != null && hasFields() && !struct) {
      error(Bottom.error("cannot combine a regular field with " + Text.of(scalar)));
    }
    if (scalar != null) {
      for (BoundValue bound : bounds) {
        check(scalar, bound);
      }
    } else if (!list && !struct) {
      Bottom conflict = Bounds.conflict(kind, bounds);
      if (conflict != null) {
        error(conflict);
      }
    }
    vertex.list = list;
    if (error != null) {
      vertex.value = error;
    } else if (scalar != null) {
      vertex.value = scalar;
      validate(scalar);
    } else if (list || isStruct()) {
      vertex.value = vertex;
    } else {
      vertex.value = constraint();
    }
  }

  private boolean isStruct() {
    if (struct) {
      return true;
    }
    if (!structLiteral) {
      return false;
    }
    return hasFields() || (kind & Kind.STRUCT) != 0 && !top;
  }

  private boolean hasFields() {
    return vertex.arcs().values().stream()
        .anyMatch(arc ->
            arc.label() != null
                && arc.label().type() == Label.Type.REGULAR
                && arc.presence != Presence.OPTIONAL);
  }

  private void check(Scalar scalar, BoundValue bound) {
    if ((scalar.kind() & bound.kind()) == 0) {
      return;
    }
    Value result = Comparison.bound(scalar, bound);
    if (result instanceof Bottom bottom) {
      error(bottom);
    } else if (result instanceof BooleanValue(boolean holds) && !holds) {
      error(
          Bottom.error(
              "invalid value " + Text.of(scalar) + " (out of bound " + Text.of(bound) + ")"));
    }
  }

  /** Asks the validators about a value that is concrete. */
  void validate(Value value) {
    for (ValidatorValue validator : validators) {
      Bottom failure = evaluator.validate(validator, value);
      if (failure != null) {
        error(failure);
        vertex.value = error;
      }
    }
    if (value == vertex) {
      for (BoundValue bound : bounds) {
        compare(bound);
      }
    }
  }

  /** A bound on a list or struct: only {@code !=} can hold. */
  private void compare(BoundValue bound) {
    Value result = evaluator.operate(bound.operator(), vertex, bound.limit());
    if (result instanceof Bottom bottom) {
      error(bottom);
      vertex.value = error;
    } else if (result instanceof BooleanValue(boolean holds) && !holds) {
      error(Bottom.error("invalid value (out of bound " + Text.of(bound) + ")"));
      vertex.value = error;
    }
  }

  boolean isEmpty() {
    return validators.isEmpty() && bounds.isEmpty();
  }

  private Value constraint() {
    if (function != null && kind == Kind.BOTTOM) {
      return function;
    }
    var all = new ArrayList<Value>(Bounds.simplify(kind, bounds));
    all.addAll(validators);
    int implied = Kind.TOP;
    for (Value value : all) {
      implied &= value.kind();
    }
    if (all.isEmpty() || implied != kind) {
      all.add(new TypeValue(kind));
    }
    return all.size() == 1 ? all.get(0) : new ConjunctionValue(List.copyOf(all));
  }
}
