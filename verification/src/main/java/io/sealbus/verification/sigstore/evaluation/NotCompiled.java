package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;

/** A policy cannot be compiled. Never leaves the package. */
final class NotCompiled extends Exception {
  private static final long serialVersionUID = 1;

  /** Whether the controller goes on as if there were no such policy. */
  private final boolean vanishes;

  private NotCompiled(String message, boolean vanishes) {
    super(message, null, false, false);
    this.vanishes = vanishes;
  }

  /** What the policy refers to cannot be used: for the controller it does not exist then. */
  NotCompiled(String message) {
    this(message, true);
  }

  /** The policy itself cannot be used: the controller, too, refuses every image then. */
  static NotCompiled forEveryone(String message) {
    return new NotCompiled(message, false);
  }

  boolean vanishes() {
    return vanishes;
  }

  /** Why, in the controller's words where it has some. */
  Reason reason() {
    return Reason.of(ReasonCode.POLICY_NOT_COMPILED, String.valueOf(getMessage()));
  }
}
