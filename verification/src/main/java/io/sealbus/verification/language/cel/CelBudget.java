package io.sealbus.verification.language.cel;

import io.sealbus.verification.language.EvaluationLimits;
import java.util.Collection;
import java.util.Map;

/** Counts what an evaluation takes: each expression that has a value, and the size of the value. */
final class CelBudget {
  /** Characters of a string that count as one value. */
  private static final int TEXT_UNIT = 64;

  private final EvaluationLimits limits;
  private long steps;
  private long values;

  CelBudget(EvaluationLimits limits) {
    this.limits = limits;
  }

  void evaluated(Object result) {
    long size =
        switch (result) {
          case String text -> text.length() / TEXT_UNIT;
          case Collection<?> elements -> elements.size();
          case Map<?, ?> members -> members.size();
          default -> 0;
        };
    steps += 1 + size;
    if (steps > limits.steps()) {
      throw new Stopped("evaluation takes more than " + limits.steps() + " steps");
    }
  }

  void made(long count) {
    values += count;
    if (values > limits.values()) {
      throw new Stopped("the document holds more than " + limits.values() + " values");
    }
  }

  /** An evaluation that ends without an answer. It stays within this package. */
  @SuppressWarnings("serial")
  static final class Stopped extends RuntimeException {
    Stopped(String message) {
      super(message, null, false, false);
    }
  }
}
