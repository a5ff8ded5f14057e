package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.language.cue.ConstantText.AllCheck;
import io.sealbus.verification.language.cue.ConstantText.AnyCheck;
import io.sealbus.verification.language.cue.ConstantText.Check;
import io.sealbus.verification.language.cue.ConstantText.FieldCheck;
import io.sealbus.verification.language.cue.ConstantText.ListCheck;
import io.sealbus.verification.language.cue.ConstantText.StructCheck;
import io.sealbus.verification.language.cue.ConstantText.ValueCheck;
import io.sealbus.verification.language.cue.Declaration.Ellipsis;
import io.sealbus.verification.language.cue.Declaration.Field;
import io.sealbus.verification.language.cue.Expression.BoundExpression;
import io.sealbus.verification.language.cue.Expression.Conjunction;
import io.sealbus.verification.language.cue.Expression.DisjunctionExpression;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.TypeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a text as a {@link ConstantText}, where it is one. Null stands for what is not. */
final class ConstantTextReader {
  /** Most that is said of one value or in one disjunction; more is for the evaluator to bound. */
  private static final int MAX_PARTS = 16;

  /** An alternative is tried on a copy. */
  private static final int SIZE_OF_ALTERNATIVE = 4;

  private final Evaluator evaluator;

  /** Names that the structs around declare, which hide what is predeclared. */
  private final List<Names> scopes = new ArrayList<>();

  private int size;
  private int depth;
  private boolean lists;
  private boolean disjunctions;

  /** Whether anything is said of one value in several places. */
  private boolean parts;

  /** Whether some of the text is not there in the text by itself, so that it was not evaluated. */
  private boolean absences;

  /** Within how many such places the reader is. */
  private int absent;

  private ConstantTextReader(Source source) {
    this.evaluator = new Evaluator(source, EvaluationLimits.DEFAULT);
  }

  /** The text ready for use, or null where it is not of this form. */
  static @Nullable ConstantText read(Source source) {
    var reader = new ConstantTextReader(source);
    Check root = reader.check(source.body(), 1);
    // Alternatives of several parts multiply, and parts that were never together may conflict.
    boolean simple = !reader.parts || !reader.disjunctions && !reader.absences;
    return root instanceof StructCheck struct && simple
        ? new ConstantText(struct, reader.size, reader.depth, reader.lists)
        : null;
  }

  private @Nullable Check check(Expression expression, int level) {
    size++;
    depth = Math.max(depth, level);
    return switch (expression) {
      case StructExpression struct -> struct(struct, level);
      case ListExpression list -> list(list, level);
      case Conjunction(List<Expression> operands) -> all(operands, level);
      case DisjunctionExpression(List<Expression.Alternative> alternatives) -> any(alternatives);
      default -> {
        Value value = constant(expression);
        yield value == null ? null : new ValueCheck(value);
      }
    };
  }

  private @Nullable Check struct(StructExpression struct, int level) {
    scopes.add(struct.names());
    var fields = new ArrayList<FieldCheck>();
    for (Declaration declaration : struct.declarations()) {
      if (declaration instanceof Ellipsis) {
        continue;
      }
      if (!(declaration instanceof Field field)
          || field.label().type() != Label.Type.REGULAR
          || field.alias() != null) {
        return null;
      }
      boolean optional = field.presence() == Presence.OPTIONAL;
      Check check = optional ? absent(field.value(), level + 1) : check(field.value(), level + 1);
      if (check == null) {
        return null;
      }
      fields.add(new FieldCheck(field.label().text(), check));
    }
    scopes.removeLast();
    return haveFewParts(fields) ? new StructCheck(List.copyOf(fields)) : null;
  }

  /** As {@link #check}, of what comes to be by a document alone. */
  private @Nullable Check absent(Expression expression, int level) {
    absences = true;
    absent++;
    Check check = check(expression, level);
    absent--;
    return check;
  }

  private boolean haveFewParts(List<FieldCheck> fields) {
    var names = new HashSet<String>();
    int again = 0;
    for (FieldCheck field : fields) {
      again += names.add(field.name()) ? 0 : 1;
    }
    parts |= again > 0;
    return again < MAX_PARTS;
  }

  private @Nullable Check list(ListExpression list, int level) {
    lists = true;
    Expression rest = list.rest();
    if (rest == null || !list.elements().isEmpty()) {
      return null;
    }
    Check elements = absent(rest, level + 1);
    return elements == null ? null : new ListCheck(elements);
  }

  private @Nullable Check all(List<Expression> operands, int level) {
    var checks = new ArrayList<Check>();
    for (Expression operand : operands) {
      Check check = check(operand, level);
      if (check == null) {
        return null;
      }
      parts |= !(check instanceof ValueCheck);
      checks.add(check);
    }
    return absent > 0 || checks.size() > MAX_PARTS ? null : new AllCheck(List.copyOf(checks));
  }

  private @Nullable Check any(List<Expression.Alternative> alternatives) {
    disjunctions = true;
    size += SIZE_OF_ALTERNATIVE * alternatives.size();
    var values = new ArrayList<Value>();
    for (Expression.Alternative alternative : alternatives) {
      Value value = constant(alternative.expression());
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values.size() > MAX_PARTS ? null : new AnyCheck(List.copyOf(values));
  }

  private @Nullable Value constant(Expression expression) {
    Value value =
        switch (expression) {
          case Literal(Value literal) -> literal;
          case Identifier(String name, int ignored) ->
              isDeclared(name) ? null : Predeclared.find(name);
          case BoundExpression bound when bound.operand() instanceof Literal(Value limit) ->
              limit instanceof Scalar
                  ? evaluator.evaluate(bound, null, new Vertex(null, null))
                  : null;
          default -> null;
        };
    return value != null && isConstant(value) ? value : null;
  }

  private boolean isDeclared(String name) {
    for (Names names : scopes) {
      if (names.declares(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConstant(Value value) {
    return switch (value) {
      case BytesValue ignored -> false;
      case Scalar ignored -> true;
      case TypeValue ignored -> true;
      case BoundValue bound -> bound.limit() instanceof Scalar;
      case ConjunctionValue(List<Value> values) ->
          values.stream().allMatch(ConstantTextReader::isConstant);
      default -> false;
    };
  }
}
