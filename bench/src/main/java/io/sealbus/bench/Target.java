package io.sealbus.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a figure is held against.
 *
 * @param bound which side of {@code value} is good
 * @param value a figure in the measurement's own unit, or a ratio where there is {@code against}
 * @param against the subject that the figure is divided by, a peer without its version, or {@link
 *     #BEST_PEER}; null for the figure itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(Bound bound, double value, @Nullable String against) {
  /** Whichever of the peers did best on the same case. */
  public static final String BEST_PEER = "best-peer";

  /** Which side of a value is good. */
  public enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    /** As it is printed. */
    String sign() {
      return sign;
    }
  }

  /** Met by {@code value} and more. */
  public static Target atLeast(double value) {
    return new Target(Bound.AT_LEAST, value, null);
  }

  /** Met by {@code value} and less. */
  public static Target atMost(double value) {
    return new Target(Bound.AT_MOST, value, null);
  }

  /** The same of the ratio to what {@code subject} did on the same case. */
  public Target of(String subject) {
    return new Target(bound, value, subject);
  }

  boolean isMetBy(double figure) {
    return switch (bound) {
      case AT_LEAST -> figure >= value;
      case AT_MOST -> figure <= value;
    };
  }
}
