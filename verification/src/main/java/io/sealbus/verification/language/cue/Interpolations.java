package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.Interpolation;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.BytesValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** String interpolation (CUE specification, "String interpolation"). */
final class Interpolations {
  private final Evaluator evaluator;

  Interpolations(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value evaluate(Interpolation interpolation, @Nullable Scope scope, Vertex vertex) {
    var out = new ByteArrayOutputStream();
    Bottom error = null;
    for (Expression part : interpolation.parts()) {
      Value value = evaluator.concrete(part, scope, vertex);
      Bottom failure = append(value, interpolation.bytes(), out);
      if (failure != null) {
        error = error == null ? failure : error.and(failure);
      }
    }
    if (error != null) {
      return error;
    }
    return interpolation.bytes()
        ? new BytesValue(out.toByteArray())
        : new StringValue(out.toString(StandardCharsets.UTF_8));
  }

  private @Nullable Bottom append(Value value, boolean bytes, ByteArrayOutputStream out) {
    switch (value) {
      case Bottom bottom -> {
        return bottom;
      }
      case StringValue(String text) -> out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      case NumberValue number ->
          out.writeBytes(Numbers.text(number).getBytes(StandardCharsets.UTF_8));
      case BooleanValue(boolean truth) ->
          out.writeBytes(Boolean.toString(truth).getBytes(StandardCharsets.UTF_8));
      case BytesValue ignored when !bytes ->
          throw new UndecidableException("bytes interpolated into a string");
      case BytesValue(byte[] part) -> out.writeBytes(part);
      default -> {
        return Bottom.error("invalid interpolation: cannot use " + Text.of(value));
      }
    }
    if (out.size() > Operations.MAX_LENGTH) {
      throw new UndecidableException("string too long");
    }
    return null;
  }
}
