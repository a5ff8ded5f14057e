package io.sealbus.verification.language;

/**
 * Bounds of one evaluation. They are counted, not timed, so that the same evaluation always ends
 * the same way.
 *
 * @param steps expressions evaluated or values unified
 * @param values values that exist at once, the document's included
 * @param depth nesting of evaluations
 */
public record EvaluationLimits(long steps, long values, int depth) {
  /** Far beyond what a policy of a page needs, well below a second of one core. */
  public static final EvaluationLimits DEFAULT = new EvaluationLimits(2_000_000, 1_000_000, 256);
}
