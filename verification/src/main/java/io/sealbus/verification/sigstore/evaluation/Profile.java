package io.sealbus.verification.sigstore.evaluation;

/** Whose answer is asked for where the policy-controller is known to be wrong. */
public enum Profile {
  /** What the policy's words mean, never weaker than written. */
  AS_WRITTEN,
  /**
   * What policy-controller v0.15.1 answers itself, its defects included, but for those that let in
   * what nobody signed.
   */
  REFERENCE
}
