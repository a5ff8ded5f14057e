package io.sealbus.verification.language.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.Expression;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.language.cel.PlainExpression.Both;
import io.sealbus.verification.language.cel.PlainExpression.Constant;
import io.sealbus.verification.language.cel.PlainExpression.Either;
import io.sealbus.verification.language.cel.PlainExpression.Flag;
import io.sealbus.verification.language.cel.PlainExpression.Has;
import io.sealbus.verification.language.cel.PlainExpression.Not;
import io.sealbus.verification.language.cel.PlainExpression.Operand;
import io.sealbus.verification.language.cel.PlainExpression.Path;
import io.sealbus.verification.language.cel.PlainExpression.Relation;
import io.sealbus.verification.language.cel.PlainExpression.Same;
import io.sealbus.verification.language.cel.PlainExpression.Test;
import io.sealbus.verification.language.cel.PlainExpression.Within;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a checked expression as a {@link PlainExpression}. Null stands for what is none. */
final class PlainExpressionReader {
  private int expressions;

  private PlainExpressionReader() {}

  /** The expression, or null where it is not of this form. */
  static @Nullable PlainExpression read(CelAbstractSyntaxTree tree) {
    var reader = new PlainExpressionReader();
    Test root = reader.test(tree.getExpr());
    return root == null ? null : new PlainExpression(root, reader.expressions);
  }

  private @Nullable Test test(CelExpr expression) {
    expressions++;
    return switch (expression.getKind()) {
      case CALL -> call(expression.call());
      case SELECT -> {
        CelSelect select = expression.select();
        Operand of = operand(select.operand());
        if (of == null) {
          yield null;
        }
        yield select.testOnly() ? new Has(of, select.field()) : flag(member(of, select.field()));
      }
      default -> null;
    };
  }

  private static @Nullable Test flag(@Nullable Operand operand) {
    return operand == null ? null : new Flag(operand);
  }

  private @Nullable Test call(Expression.Call<CelExpr> call) {
    List<CelExpr> operands = new ArrayList<>();
    call.target().ifPresent(operands::add);
    operands.addAll(call.args());
    return switch (call.function()) {
      case "_&&_" -> logic(operands, true);
      case "_||_" -> logic(operands, false);
      case "!_" -> not(test(operands.getFirst()));
      case "_==_" -> same(operands);
      case "_!=_" -> not(same(operands));
      case "@in" -> within(operands);
      case "startsWith" -> relation(Relation.Kind.STARTS_WITH, operands);
      case "endsWith" -> relation(Relation.Kind.ENDS_WITH, operands);
      case "contains" -> relation(Relation.Kind.CONTAINS, operands);
      default -> null;
    };
  }

  private @Nullable Test logic(List<CelExpr> operands, boolean both) {
    Test left = test(operands.get(0));
    Test right = test(operands.get(1));
    if (left == null || right == null) {
      return null;
    }
    return both ? new Both(left, right) : new Either(left, right);
  }

  private static @Nullable Test not(@Nullable Test test) {
    return test == null ? null : new Not(test);
  }

  private @Nullable Test same(List<CelExpr> operands) {
    Operand left = operand(operands.get(0));
    Operand right = operand(operands.get(1));
    return left == null || right == null ? null : new Same(left, right);
  }

  private @Nullable Test within(List<CelExpr> operands) {
    Operand element = operand(operands.get(0));
    CelExpr second = operands.get(1);
    if (element == null || second.getKind() != CelExpr.ExprKind.Kind.LIST) {
      return null;
    }
    Expression.List<CelExpr> list = second.list();
    var constants = new ArrayList<Constant>();
    for (CelExpr each : list.elements()) {
      if (!(operand(each) instanceof Constant constant)) {
        return null;
      }
      constants.add(constant);
    }
    return list.optionalIndices().isEmpty() ? new Within(element, List.copyOf(constants)) : null;
  }

  private @Nullable Test relation(Relation.Kind kind, List<CelExpr> operands) {
    if (operands.size() != 2) {
      return null;
    }
    Operand text = operand(operands.get(0));
    Operand part = operand(operands.get(1));
    return text == null || part == null ? null : new Relation(kind, text, part);
  }

  private @Nullable Operand operand(CelExpr expression) {
    expressions++;
    return switch (expression.getKind()) {
      case CONSTANT -> constant(expression.constant());
      case IDENT -> variable(expression.ident().name());
      case SELECT -> {
        CelSelect select = expression.select();
        yield select.testOnly() ? null : member(operand(select.operand()), select.field());
      }
      default -> null;
    };
  }

  private static @Nullable Operand constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> new Constant(new JsonString(constant.stringValue()));
      case BOOLEAN_VALUE -> new Constant(new JsonBoolean(constant.booleanValue()));
      case INT64_VALUE -> new Constant(new JsonNumber(Long.toString(constant.int64Value())));
      default -> null;
    };
  }

  private static @Nullable Operand variable(String name) {
    if (name.equals(CelEnvironment.DOCUMENT)) {
      return new Path(List.of());
    }
    return CelEnvironment.MEMBERS.contains(name) ? new Path(List.of(name)) : null;
  }

  private static @Nullable Operand member(@Nullable Operand of, String name) {
    if (!(of instanceof Path(List<String> names))) {
      return null;
    }
    var longer = new ArrayList<>(names);
    longer.add(name);
    return new Path(List.copyOf(longer));
  }
}
