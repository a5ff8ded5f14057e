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
  /** Far beyond what a policy of a page needs, a few seconds of one core at the worst. */
  public static final EvaluationLimits DEFAULT = new EvaluationLimits(500_000, 1_000_000, 256);
}
