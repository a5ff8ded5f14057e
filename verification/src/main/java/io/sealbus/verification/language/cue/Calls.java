package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.Call;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of functions of the standard library (CUE specification, "Calls"). */
final class Calls {
  private final Evaluator evaluator;

  Calls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value evaluate(Call call, @Nullable Scope scope, Vertex vertex) {
    Value called = evaluator.withDefault(evaluator.evaluate(call.function(), scope, vertex));
    if (called instanceof Bottom bottom) {
      return bottom;
    }
    if (!(called instanceof FunctionValue(Function function))) {
      return Bottom.error("cannot call non-function " + Text.of(called));
    }
    List<Value> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      Value value = evaluator.evaluate(argument, scope, vertex);
      Value chosen = function.lazy() ? value : evaluator.withDefault(value);
      arguments.add(
          chosen instanceof Value.Disjunction
              ? Bottom.incomplete("unresolved disjunction")
              : chosen);
    }
    Bottom error = Expressions.firstError(arguments);
    if (error != null) {
      return error;
    }
    return apply(function, arguments);
  }

  private Value apply(Function function, List<Value> arguments) {
    int expected = function.parameters().size();
    if (function.validates() && arguments.size() == expected - 1) {
      return new ValidatorValue(function, List.copyOf(arguments));
    }
    if (arguments.size() != expected) {
      return Bottom.error(
          (arguments.size() < expected ? "not enough" : "too many")
              + " arguments in call to "
              + function.name());
    }
    for (int i = 0; i < expected; i++) {
      Value argument = arguments.get(i);
      int kind = function.parameters().get(i);
      if ((argument.kind() & kind) == 0) {
        return Bottom.error(
            "cannot use "
                + Text.of(argument)
                + " (type "
                + Kind.name(argument.kind())
                + ") as "
                + Kind.name(kind)
                + " in argument "
                + (i + 1)
                + " to "
                + function.name());
      }
      if (!function.lazy()) {
        Value concrete = evaluator.concrete(argument);
        if (concrete instanceof Bottom bottom) {
          return bottom;
        }
      }
    }
    return function.body().apply(evaluator, arguments);
  }
}
