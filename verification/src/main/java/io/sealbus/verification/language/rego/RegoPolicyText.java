package io.sealbus.verification.language.rego;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.CompiledPolicyText;
import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.language.rego.Budget.Failed;
import io.sealbus.verification.language.rego.Budget.Stopped;

/**
 * A policy in Rego: a module of version 0 of the language whose {@code data.sigstore.isCompliant}
 * is asked, with the document as {@code input}.
 */
public final class RegoPolicyText implements CompiledPolicyText {
  private final RuleTree rules;

  private RegoPolicyText(RuleTree rules) {
    this.rules = rules;
  }

  /**
   * Compiles {@code text}.
   *
   * @return {@link Compilation.Malformed} where the reference refuses the text, {@link NotCovered}
   *     where it uses what is not covered here
   */
  public static Compilation compile(String text) {
    if (text.length() > Compilation.MAX_TEXT) {
      return new NotCovered("text of more than " + Compilation.MAX_TEXT + " characters", 1);
    }
    try {
      return new Compiled(new RegoPolicyText(Compiler.compile(Parser.parse(text))));
    } catch (RegoException e) {
      return e.outcome();
    } catch (StackOverflowError e) {
      return new NotCovered("nesting", 1);
    }
  }

  @Override
  public Outcome evaluate(JsonValue document, EvaluationLimits limits) {
    try {
      var budget = new Budget(limits);
      RegoValue input = Documented.value(document, budget);
      return Compliance.of(new Evaluator(rules, input, budget));
    } catch (Failed e) {
      return new Outcome.Unsatisfied(String.valueOf(e.getMessage()));
    } catch (Stopped e) {
      return new Outcome.Undetermined(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return new Outcome.Undetermined("evaluation nests too deep");
    }
  }
}
