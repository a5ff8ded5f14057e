package io.sealbus.verification.language.cel;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.language.DocumentExtent;
import io.sealbus.verification.language.EvaluationLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression of nothing but tests of single members, joined by logic: it is evaluated over the
 * document as it is, which need not become values of the engine first.
 *
 * <p>It only ever says yes. Every other answer is the engine's, an error among them.
 */
final class PlainExpression {
  /** Characters of a string that count as one value. */
  private static final int TEXT_UNIT = 64;

  private final Test root;
  private final int expressions;

  /**
   * What {@link PlainExpressionReader} made of a text.
   *
   * @param expressions how many there are in it
   */
  PlainExpression(Test root, int expressions) {
    this.root = root;
    this.expressions = expressions;
  }

  /** What a test came to. An error is unknown, and what it makes of the rest is the engine's. */
  private enum Answer {
    YES,
    NO,
    UNKNOWN;

    static Answer of(boolean holds) {
      return holds ? YES : NO;
    }
  }

  /** What is true or false. */
  sealed interface Test {}

  /** {@code left && right}. */
  record Both(Test left, Test right) implements Test {}

  /** {@code left || right}. */
  record Either(Test left, Test right) implements Test {}

  /** {@code !test}. */
  record Not(Test test) implements Test {}

  /** A member that is a bool itself. */
  record Flag(Operand operand) implements Test {}

  /** {@code has(operand.name)}. */
  record Has(Operand operand, String name) implements Test {}

  /** {@code left == right}. */
  record Same(Operand left, Operand right) implements Test {}

  /** {@code element in [constants]}. */
  record Within(Operand element, List<Constant> constants) implements Test {}

  /** A function of two strings. */
  record Relation(Kind kind, Operand text, Operand part) implements Test {
    enum Kind {
      STARTS_WITH,
      ENDS_WITH,
      CONTAINS
    }
  }

  /** What has a value. */
  sealed interface Operand {}

  /** One that the text writes down. */
  record Constant(JsonValue value) implements Operand {}

  /** The members on the way from the document to one of its values. */
  record Path(List<String> names) implements Operand {}

  /** Whether the expression is certainly true of {@code document}, within {@code limits}. */
  boolean admits(JsonValue document, EvaluationLimits limits) {
    DocumentExtent extent = DocumentExtent.of(document);
    long largest = expressions + extent.values() + extent.characters() / TEXT_UNIT;
    return extent.isPlain()
        && expressions * (1 + largest) <= limits.steps()
        && extent.values() <= limits.values()
        && answer(root, document) == Answer.YES;
  }

  private static Answer answer(Test test, JsonValue document) {
    return switch (test) {
      case Both(Test left, Test right) -> joined(left, right, document, Answer.NO);
      case Either(Test left, Test right) -> joined(left, right, document, Answer.YES);
      case Not(Test negated) ->
          switch (answer(negated, document)) {
            case YES -> Answer.NO;
            case NO -> Answer.YES;
            case UNKNOWN -> Answer.UNKNOWN;
          };
      case Flag(Operand operand) ->
          value(operand, document) instanceof JsonBoolean(boolean truth)
              ? Answer.of(truth)
              : Answer.UNKNOWN;
      case Has(Operand operand, String name) ->
          value(operand, document) instanceof JsonObject object
              ? Answer.of(member(object, name) != null)
              : Answer.UNKNOWN;
      case Same(Operand left, Operand right) -> same(value(left, document), value(right, document));
      case Within(Operand element, List<Constant> constants) ->
          within(value(element, document), constants);
      case Relation(Relation.Kind kind, Operand text, Operand part) ->
          value(text, document) instanceof JsonString(String whole)
                  && value(part, document) instanceof JsonString(String of)
              ? Answer.of(relates(kind, whole, of))
              : Answer.UNKNOWN;
    };
  }

  /** Where the left side settles nothing, the right one does, unless the left one is unknown. */
  private static Answer joined(Test left, Test right, JsonValue document, Answer settles) {
    Answer first = answer(left, document);
    return first == settles || first == Answer.UNKNOWN ? first : answer(right, document);
  }

  private static Answer within(@Nullable JsonValue element, List<Constant> constants) {
    Answer all = Answer.NO;
    for (Constant constant : constants) {
      Answer answer = same(element, constant.value());
      if (answer == Answer.YES) {
        return answer;
      }
      all = answer == Answer.UNKNOWN ? answer : all;
    }
    return all;
  }

  private static boolean relates(Relation.Kind kind, String text, String part) {
    return switch (kind) {
      case STARTS_WITH -> text.startsWith(part);
      case ENDS_WITH -> text.endsWith(part);
      case CONTAINS -> text.contains(part);
    };
  }

  /** What is of two kinds is left to the engine, which knows what compares with what. */
  private static Answer same(@Nullable JsonValue left, @Nullable JsonValue right) {
    if (left instanceof JsonString(String x) && right instanceof JsonString(String y)) {
      return Answer.of(x.equals(y));
    }
    if (left instanceof JsonBoolean(boolean x) && right instanceof JsonBoolean(boolean y)) {
      return Answer.of(x == y);
    }
    if (left instanceof JsonNumber(String x) && right instanceof JsonNumber(String y)) {
      return isInteger(x) && isInteger(y)
          ? Answer.of(Long.parseLong(x) == Long.parseLong(y))
          : Answer.UNKNOWN;
    }
    return Answer.UNKNOWN;
  }

  private static boolean isInteger(String number) {
    return number.indexOf('.') < 0;
  }

  /** Null where there is none. */
  private static @Nullable JsonValue value(Operand operand, JsonValue document) {
    return switch (operand) {
      case Constant(JsonValue value) -> value;
      case Path(List<String> names) -> {
        JsonValue at = document;
        for (int i = 0; i < names.size() && at != null; i++) {
          at = at instanceof JsonObject object ? member(object, names.get(i)) : null;
        }
        yield at;
      }
    };
  }

  private static @Nullable JsonValue member(JsonObject object, String name) {
    for (Member member : object.members()) {
      if (member.name().equals(name)) {
        return member.value();
      }
    }
    return null;
  }
}
