package io.sealbus.verification.language.cue;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.Malformed;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.CompiledPolicyText;
import io.sealbus.verification.language.EvaluationLimits;
import org.jspecify.annotations.Nullable;

/**
 * A policy in CUE. A document satisfies it if the two unify without error. That asks for no
 * presence: what the text says of a field that the document lacks is an incomplete value, no error.
 */
public final class CuePolicyText implements CompiledPolicyText {
  private static final String COMPILING = "failed to compile the cue policy with error: ";
  private static final String EVALUATING = "failed to evaluate the policy with error: ";

  private final Source source;

  /** The same, where the text is of that form; null where it is not. */
  private final @Nullable ConstantText constant;

  private CuePolicyText(Source source, @Nullable ConstantText constant) {
    this.source = source;
    this.constant = constant;
  }

  /**
   * Compiles {@code text} and evaluates it alone, as the reference does: a text in error by itself
   * is malformed. Never throws.
   */
  public static Compilation compile(String text) {
    if (text.length() > Compilation.MAX_TEXT) {
      return new Malformed(COMPILING + "larger than " + Compilation.MAX_TEXT + " characters");
    }
    try {
      Source source = Parser.parse(text);
      Scopes.check(source);
      Bottom error = alone(source);
      if (error == null) {
        return new Compiled(new CuePolicyText(source, ConstantTextReader.read(source)));
      }
      return error.code() == Bottom.Code.STRUCTURAL_CYCLE
          ? new NotCovered(error.message(), 1)
          : new Malformed(COMPILING + error.message());
    } catch (MalformedTextException e) {
      return new Malformed(COMPILING + e.getMessage());
    } catch (NotCoveredException e) {
      return new NotCovered(e.construct(), e.line());
    } catch (UndecidableException e) {
      return new NotCovered(String.valueOf(e.getMessage()), 1);
    }
  }

  /** The error of the text by itself; one of its root counts even if it is incomplete. */
  private static @Nullable Bottom alone(Source source) {
    var evaluator = new Evaluator(source, EvaluationLimits.DEFAULT);
    var root = new Vertex(null, null);
    root.add(Conjunct.of(null, source.body()));
    Bottom error = new Validation(evaluator).check(root);
    return error == null && evaluator.value(root) instanceof Bottom bottom ? bottom : error;
  }

  @Override
  public Outcome evaluate(JsonValue document, EvaluationLimits limits) {
    return admits(document, limits) ? new Outcome.Satisfied() : evaluateAny(document, limits);
  }

  /** Whether that can be seen without evaluating anything. */
  boolean admits(JsonValue document, EvaluationLimits limits) {
    return constant != null && constant.admits(document, limits);
  }

  /** As {@link #evaluate}, whatever the text. */
  Outcome evaluateAny(JsonValue document, EvaluationLimits limits) {
    try {
      var evaluator = new Evaluator(source, limits);
      var root = new Vertex(null, null);
      root.add(Conjunct.of(null, source.body()));
      root.add(Conjunct.of(null, new Documents(evaluator).expression(document)));
      var validation = new Validation(evaluator);
      Bottom error = validation.check(root);
      if (error == null && !validation.foundCycle()) {
        return new Outcome.Satisfied();
      }
      // Where cycles end is the engine's own business.
      return error == null || error.code() == Bottom.Code.STRUCTURAL_CYCLE
          ? new Outcome.Undetermined(EVALUATING + "cycle")
          : new Outcome.Unsatisfied(EVALUATING + error.message());
    } catch (UndecidableException e) {
      return new Outcome.Undetermined(EVALUATING + e.getMessage());
    }
  }
}
