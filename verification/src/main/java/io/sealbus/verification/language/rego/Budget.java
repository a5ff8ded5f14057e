package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.EvaluationLimits;

/** Counts what an evaluation takes. */
final class Budget {
  /** Characters of a string that count as one value. */
  private static final int TEXT_UNIT = 64;

  private final EvaluationLimits limits;
  private long steps;
  private long values;
  private int depth;

  Budget(EvaluationLimits limits) {
    this.limits = limits;
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    steps += count;
    if (steps > limits.steps()) {
      throw new Stopped("evaluation takes more than " + limits.steps() + " steps");
    }
  }

  /** Counts a value that was made, and as many steps as it took to make. */
  void made(RegoValue value) {
    long weight =
        value instanceof RegoValue.RegoString(String text)
            ? 1 + text.length() / TEXT_UNIT
            : value.weight();
    values += weight;
    if (values > limits.values()) {
      throw new Stopped("evaluation makes more than " + limits.values() + " values");
    }
    steps(weight);
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new Stopped("evaluation nests deeper than " + limits.depth());
    }
  }

  void leave() {
    depth--;
  }

  /** An evaluation that ends without an answer. It stays within this package. */
  @SuppressWarnings("serial")
  static final class Stopped extends RuntimeException {
    Stopped(String message) {
      super(message, null, false, false);
    }
  }

  /** An evaluation that the reference ends with an error, which is a refusal. */
  @SuppressWarnings("serial")
  static final class Failed extends RuntimeException {
    Failed(int line, String code, String message) {
      super("sigstore.rego:" + line + ": " + code + ": " + message, null, false, false);
    }
  }
}
