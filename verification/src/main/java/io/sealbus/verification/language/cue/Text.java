package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BoundValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.Disjunction;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.NullValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import io.sealbus.verification.language.cue.Value.TypeValue;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.stream.Collectors;

/** Values in messages. Foreign text is quoted and cut short. */
final class Text {
  private static final int MAX_LENGTH = 100;

  private Text() {}

  static String of(Value value) {
    return switch (value) {
      case NullValue ignored -> "null";
      case BooleanValue(boolean truth) -> Boolean.toString(truth);
      case NumberValue number -> shorten(Numbers.text(number));
      case StringValue(String text) -> io.sealbus.verification.Quoted.of(shorten(text));
      case BytesValue ignored -> "bytes";
      case TypeValue type -> Kind.name(type.kind());
      case BoundValue bound -> bound.operator().symbol() + of(bound.limit());
      case ValidatorValue validator -> validator.function().name();
      case FunctionValue function -> function.function().name();
      case ConjunctionValue conjunction ->
          conjunction.values().stream().map(Text::of).collect(Collectors.joining(" & "));
      case Disjunction ignored -> "disjunction";
      case Bottom ignored -> "_|_";
      case Vertex vertex -> vertex.list ? "[...]" : "{...}";
    };
  }

  private static String shorten(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
