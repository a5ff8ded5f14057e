package io.sealbus.verification.language.cue;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.language.DocumentExtent;
import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.NullValue;
import io.sealbus.verification.language.cue.Value.Scalar;
import io.sealbus.verification.language.cue.Value.StringValue;
import io.sealbus.verification.language.cue.Value.TypeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text in which nothing refers to anything: fields of fixed names whose values are constants,
 * constraints with constants, and structs and open lists of these. Nothing of it depends on the
 * document, so it is evaluated once; a document satisfies it where each value that is in both is
 * what the text says of it, since all else is there on one side only and unifies with nothing.
 *
 * <p>It only ever says yes. Any other document is left to the {@link Evaluator}, which knows why
 * not, and whether that can be known at all.
 */
final class ConstantText {
  /** No evaluation takes as many steps, values or levels for one value here or there. */
  private static final int STEPS_OF_VALUE = 16;

  private static final int VALUES_OF_VALUE = 4;
  private static final int LEVELS_OF_LEVEL = 3;

  private final StructCheck root;
  private final int size;
  private final int depth;
  private final boolean lists;

  /**
   * What {@link ConstantTextReader} made of a text.
   *
   * @param size values that the text writes down
   * @param depth how deep they nest
   * @param lists whether some of them are for each element of a list
   */
  ConstantText(StructCheck root, int size, int depth, boolean lists) {
    this.root = root;
    this.size = size;
    this.depth = depth;
    this.lists = lists;
  }

  /** What is said of one value. */
  sealed interface Check {}

  /** It is of a kind or within bounds, or is a constant itself. */
  record ValueCheck(Value value) implements Check {}

  /** It is one of these. */
  record AnyCheck(List<Value> values) implements Check {}

  /** It is all of these. */
  record AllCheck(List<Check> checks) implements Check {}

  /** It is an object; of its members that are named something is said. */
  record StructCheck(List<FieldCheck> fields) implements Check {}

  record FieldCheck(String name, Check check) {}

  /** It is an array, of each of whose elements something is said. */
  record ListCheck(Check elements) implements Check {}

  /** Whether {@code document} certainly satisfies the text, within {@code limits}. */
  boolean admits(JsonValue document, EvaluationLimits limits) {
    DocumentExtent extent = DocumentExtent.of(document);
    long values = lists ? extent.values() * size : extent.values() + size;
    return extent.isPlain()
        && values * STEPS_OF_VALUE <= limits.steps()
        && values * VALUES_OF_VALUE <= limits.values()
        && Math.max(extent.depth(), depth) * LEVELS_OF_LEVEL < limits.depth()
        && holds(root, document);
  }

  private static boolean holds(Check check, JsonValue value) {
    return switch (check) {
      case StructCheck(List<FieldCheck> fields) ->
          value instanceof JsonObject object && hold(fields, object);
      case ListCheck(Check elements) -> {
        if (!(value instanceof JsonArray array)) {
          yield false;
        }
        for (JsonValue element : array.elements()) {
          if (!holds(elements, element)) {
            yield false;
          }
        }
        yield true;
      }
      case AllCheck(List<Check> checks) -> {
        for (Check each : checks) {
          if (!holds(each, value)) {
            yield false;
          }
        }
        yield true;
      }
      case AnyCheck(List<Value> values) -> {
        Scalar scalar = scalar(value);
        yield scalar != null && values.stream().anyMatch(each -> accepts(each, scalar));
      }
      case ValueCheck(Value constant) -> {
        Scalar scalar = scalar(value);
        yield scalar == null ? constant.equals(TypeValue.TOP) : accepts(constant, scalar);
      }
    };
  }

  private static boolean hold(List<FieldCheck> fields, JsonObject object) {
    for (FieldCheck field : fields) {
      for (Member member : object.members()) {
        if (member.name().equals(field.name()) && !holds(field.check(), member.value())) {
          return false;
        }
      }
    }
    return true;
  }

  /** The value without parts; null for others. */
  private static @Nullable Scalar scalar(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> new StringValue(text);
      case JsonNumber number -> Documents.number(number);
      case JsonBoolean(boolean truth) -> new BooleanValue(truth);
      case JsonNull ignored -> new NullValue();
      case JsonObject ignored -> null;
      case JsonArray ignored -> null;
    };
  }

  /** As {@link Matching#accepts}, of constants. */
  private static boolean accepts(Value constant, Scalar scalar) {
    return switch (constant) {
      case TypeValue type -> (type.kind() & scalar.kind()) != 0;
      case Scalar other -> other.kind() == scalar.kind() && Comparison.equal(other, scalar);
      case BoundValue bound ->
          (bound.kind() & scalar.kind()) != 0
              && Comparison.bound(scalar, bound) instanceof BooleanValue(boolean within)
              && within;
      case ConjunctionValue(List<Value> values) ->
          values.stream().allMatch(part -> accepts(part, scalar));
      default -> false;
    };
  }
}
