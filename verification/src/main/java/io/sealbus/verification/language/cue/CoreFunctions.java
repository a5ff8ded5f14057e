package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import io.sealbus.verification.language.cue.Value.TypeValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Functions that every text knows (CUE specification, "Builtin Functions"). */
final class CoreFunctions {
  private CoreFunctions() {}

  static List<Function> all() {
    return List.of(
        function("len", CoreFunctions::len, Kind.STRING | Kind.BYTES | Kind.COMPOSITE),
        function("close", CoreFunctions::close, Kind.STRUCT),
        function("and", CoreFunctions::and, Kind.LIST),
        new Function("or", List.of(Kind.LIST), false, true, CoreFunctions::or),
        new Function("error", List.of(Kind.STRING), false, false, (e, a) -> error(a.get(0))),
        division("div", Operator.INTEGER_DIVIDE),
        division("mod", Operator.INTEGER_MODULO),
        division("quo", Operator.INTEGER_QUOTIENT),
        division("rem", Operator.INTEGER_REMAINDER));
  }

  private static Function function(String name, Function.Body body, Integer... parameters) {
    return new Function(name, List.of(parameters), false, false, body);
  }

  private static Function division(String name, Operator operator) {
    return function(
        name,
        (evaluator, arguments) ->
            arguments.get(0) instanceof NumberValue x && arguments.get(1) instanceof NumberValue y
                ? Numbers.calculate(operator, x, y)
                : Bottom.error("invalid arguments"),
        Kind.INT,
        Kind.INT);
  }

  private static Value error(Value message) {
    return new Bottom(
        Bottom.Code.USER, message instanceof StringValue(String text) ? text : "error");
  }

  private static Value len(Evaluator evaluator, List<Value> arguments) {
    return switch (arguments.get(0)) {
      case StringValue(String text) -> NumberValue.of(text.getBytes(StandardCharsets.UTF_8).length);
      case BytesValue(byte[] bytes) -> NumberValue.of(bytes.length);
      case Vertex vertex -> NumberValue.of(vertex.data().size());
      default -> Bottom.error("invalid argument to len");
    };
  }

  /** The same struct, closed at its own level. */
  private static Value close(Evaluator evaluator, List<Value> arguments) {
    if (!(arguments.get(0) instanceof Vertex struct)) {
      return Bottom.error("struct argument must be concrete");
    }
    evaluator.newValue();
    var closed = new Vertex(null, null);
    closed.closedOnce = true;
    for (Conjunct conjunct : struct.conjuncts()) {
      closed.add(conjunct);
    }
    return closed;
  }

  private static Value and(Evaluator evaluator, List<Value> arguments) {
    List<Vertex> elements = ((Vertex) arguments.get(0)).data();
    return elements.isEmpty() ? TypeValue.TOP : new ConjunctionValue(List.copyOf(elements));
  }

  private static Value or(Evaluator evaluator, List<Value> arguments) {
    Value list = evaluator.withDefault(arguments.get(0));
    if (!(list instanceof Vertex vertex)) {
      return Bottom.incomplete("argument of or is incomplete");
    }
    List<Vertex> elements = vertex.data();
    if (elements.isEmpty()) {
      return Bottom.incomplete("empty list in call to or");
    }
    var alternatives = new ArrayList<Expression.Alternative>();
    for (Vertex element : elements) {
      alternatives.add(new Expression.Alternative(new Literal(element), false));
    }
    return evaluator.inline(null, new Expression.DisjunctionExpression(List.copyOf(alternatives)));
  }
}
