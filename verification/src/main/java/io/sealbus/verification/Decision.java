package io.sealbus.verification;

/**
 * The answer to "may this image run?". Only {@link #ALLOWED} and {@link #WARNED} let an image in.
 */
public enum Decision {
  /** Every policy that applies holds. */
  ALLOWED,
  /** A policy that only warns does not hold; every enforced one does. */
  WARNED,
  /** No: a policy was evaluated and does not hold. */
  DENIED,
  /** It could not be found out. Never a pass. */
  UNDECIDED;

  /** Whether an image with this decision may run. */
  public boolean admits() {
    return this == ALLOWED || this == WARNED;
  }

  /**
   * The stricter of two decisions about one image, for combining what must all hold. {@code DENIED}
   * outranks {@code UNDECIDED}: a definite no stays a no whatever else is still unknown.
   */
  public Decision and(Decision other) {
    return strictness() >= other.strictness() ? this : other;
  }

  private int strictness() {
    return switch (this) {
      case ALLOWED -> 0;
      case WARNED -> 1;
      case UNDECIDED -> 2;
      case DENIED -> 3;
    };
  }
}
