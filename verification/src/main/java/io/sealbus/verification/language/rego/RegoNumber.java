package io.sealbus.verification.language.rego;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number as its text writes it. It is compared by its exact value; arithmetic is that of {@link
 * Float64}, as in the reference.
 */
final class RegoNumber implements RegoValue, Comparable<RegoNumber> {
  /** Largest magnitude of a decimal exponent; what is beyond is no number here. */
  private static final int MAX_EXPONENT = 10_000;

  private final String text;
  private final BigDecimal value;

  private RegoNumber(String text, BigDecimal value) {
    this.text = text;
    this.value = value;
  }

  static RegoNumber of(long number) {
    return new RegoNumber(Long.toString(number), BigDecimal.valueOf(number));
  }

  /** The number that {@code text} writes as JSON or Rego do; null where it is out of range. */
  static @Nullable RegoNumber parse(String text) {
    try {
      var value = new BigDecimal(text);
      long magnitude = (long) value.precision() - value.scale();
      boolean inRange = value.signum() == 0 || Math.abs(magnitude) <= MAX_EXPONENT;
      return inRange && Math.abs((long) value.scale()) <= 2L * MAX_EXPONENT
          ? new RegoNumber(text, value)
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** As written. */
  String text() {
    return text;
  }

  BigDecimal value() {
    return value;
  }

  /** The integer, where the text writes one of 64 bits without fraction and exponent. */
  @Nullable Long integer() {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public int compareTo(RegoNumber other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegoNumber number && value.compareTo(number.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
