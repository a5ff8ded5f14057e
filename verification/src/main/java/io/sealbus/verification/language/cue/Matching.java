package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.Disjunction;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.TypeValue;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.List;

/** Whether a scalar unifies with a value. */
final class Matching {
  private Matching() {}

  static boolean accepts(Evaluator evaluator, Value pattern, Scalar scalar) {
    return switch (pattern) {
      case TypeValue type -> (type.kind() & scalar.kind()) != 0;
      case Scalar other -> other.kind() == scalar.kind() && Comparison.equal(other, scalar);
      case BoundValue bound ->
          (bound.kind() & scalar.kind()) != 0
              && Comparison.bound(scalar, bound).equals(new BooleanValue(true));
      case ConjunctionValue conjunction ->
          conjunction.values().stream().allMatch(part -> accepts(evaluator, part, scalar));
      case Disjunction disjunction ->
          disjunction.values().stream()
              .anyMatch(part -> accepts(evaluator, evaluator.value(part), scalar));
      case ValidatorValue validator ->
          (validator.kind() & scalar.kind()) != 0 && evaluator.validate(validator, scalar) == null;
      case FunctionValue(Function function) ->
          function.validates()
              && function.parameters().size() == 1
              && accepts(evaluator, new ValidatorValue(function, List.of()), scalar);
      case Bottom ignored -> false;
      case Vertex ignored -> false;
    };
  }
}
