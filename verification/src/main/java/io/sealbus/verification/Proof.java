package io.sealbus.verification;

import java.util.function.Function;

/** What came of a check of foreign material: what it proved, or why it proved nothing. */
public sealed interface Proof<T> {
  /** The check holds, and this is what it shows. */
  record Proven<T>(T value) implements Proof<T> {}

  /** The check does not hold; nothing of what was checked may be used. */
  record Refused<T>(Reason reason) implements Proof<T> {}

  /** A check that refuses by an exception, as is handy inside the law. */
  @FunctionalInterface
  interface Check<T> {
    /** What is proven. */
    T run() throws Refusal;
  }

  /** Runs {@code check} and gives its answer as a value. */
  static <T> Proof<T> of(Check<T> check) {
    try {
      return new Proven<>(check.run());
    } catch (Refusal e) {
      return new Refused<>(e.reason());
    }
  }

  /** The value, inside another check. */
  default T orRefuse() throws Refusal {
    return switch (this) {
      case Proven<T>(T value) -> value;
      case Refused<T>(Reason reason) -> throw new Refusal(reason.code(), reason.message());
    };
  }

  /** The same answer about what {@code change} makes of the value. */
  default <R> Proof<R> map(Function<T, R> change) {
    return switch (this) {
      case Proven<T>(T value) -> new Proven<>(change.apply(value));
      case Refused<T>(Reason reason) -> new Refused<>(reason);
    };
  }
}
