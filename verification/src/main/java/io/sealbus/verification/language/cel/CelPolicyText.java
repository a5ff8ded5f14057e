package io.sealbus.verification.language.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.Malformed;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.CompiledPolicyText;
import io.sealbus.verification.language.EvaluationLimits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy in CEL: one expression that must be true. The document is the variable {@code document};
 * its members {@code predicate}, {@code predicateType}, {@code subject}, {@code authorityMatches},
 * {@code config}, {@code spec}, {@code metadata} and {@code typemeta} are variables of their own.
 * An error, such as that of a member that is not there, is a refusal.
 */
public final class CelPolicyText implements CompiledPolicyText {
  private final CelRuntime.Program program;

  /** The same, where the text is of that form; null where it is not. */
  private final @Nullable PlainExpression plain;

  private CelPolicyText(CelRuntime.Program program, @Nullable PlainExpression plain) {
    this.program = program;
    this.plain = plain;
  }

  /** Compiles {@code text}, which must have a value that can be a bool. */
  public static Compilation compile(String text) {
    if (text.length() > Compilation.MAX_TEXT) {
      return new NotCovered("text of more than " + Compilation.MAX_TEXT + " characters", 1);
    }
    try {
      CelAbstractSyntaxTree tree = CelEnvironment.CEL.compile(text).getAst();
      boolean fits =
          tree.getResultType().equals(SimpleType.BOOL)
              || tree.getResultType().equals(SimpleType.DYN);
      return fits
          ? new Compiled(
              new CelPolicyText(
                  CelEnvironment.CEL.createProgram(tree), PlainExpressionReader.read(tree)))
          : new Malformed("expected a bool, found " + tree.getResultType().name());
    } catch (CelValidationException | CelEvaluationException e) {
      return new Malformed(firstLine(e.getMessage()));
    } catch (RuntimeException e) {
      // A text that the engine stumbles over is none that can be relied on.
      return new Malformed(firstLine(e.getMessage()));
    } catch (StackOverflowError e) {
      return new NotCovered("nesting", 1);
    }
  }

  @Override
  public Outcome evaluate(JsonValue document, EvaluationLimits limits) {
    return admits(document, limits) ? new Outcome.Satisfied() : evaluateAny(document, limits);
  }

  /** Whether that can be seen without the engine. */
  boolean admits(JsonValue document, EvaluationLimits limits) {
    return plain != null && plain.admits(document, limits);
  }

  /** As {@link #evaluate}, by the engine. */
  Outcome evaluateAny(JsonValue document, EvaluationLimits limits) {
    var budget = new CelBudget(limits);
    try {
      Object result =
          program.trace(variables(document, budget), (expr, value) -> budget.evaluated(value));
      if (Boolean.TRUE.equals(result)) {
        return new Outcome.Satisfied();
      }
      return new Outcome.Unsatisfied(
          Boolean.FALSE.equals(result)
              ? "the expression is false"
              : "the expression has no bool as value");
    } catch (CelBudget.Stopped e) {
      return new Outcome.Undetermined(String.valueOf(e.getMessage()));
    } catch (CelEvaluationException e) {
      return e.getCause() instanceof CelBudget.Stopped stopped
          ? new Outcome.Undetermined(String.valueOf(stopped.getMessage()))
          : new Outcome.Unsatisfied(firstLine(e.getMessage()));
    } catch (RuntimeException e) {
      return new Outcome.Undetermined(firstLine(e.getMessage()));
    } catch (StackOverflowError e) {
      return new Outcome.Undetermined("evaluation nests too deep");
    }
  }

  private static Map<String, Object> variables(JsonValue document, CelBudget budget) {
    Object value = CelDocument.value(document, budget);
    var variables = new HashMap<String, Object>();
    variables.put(CelEnvironment.DOCUMENT, value);
    if (value instanceof Map<?, ?> members) {
      members.forEach((name, member) -> {
        if (CelEnvironment.MEMBERS.contains(String.valueOf(name))) {
          variables.put(String.valueOf(name), member);
        }
      });
    }
    return variables;
  }

  private static String firstLine(@Nullable String message) {
    return Quoted.of(message == null ? "" : message.lines().findFirst().orElse(""));
  }
}
