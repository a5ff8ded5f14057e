package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.POLICY_CEL_FAILED;
import static io.sealbus.verification.ReasonCode.POLICY_CUE_FAILED;
import static io.sealbus.verification.ReasonCode.POLICY_REGO_FAILED;
import static io.sealbus.verification.ReasonCode.POLICY_TEXT_NOT_COVERED;
import static io.sealbus.verification.ReasonCode.POLICY_UNDETERMINED;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.CompiledPolicyText;
import io.sealbus.verification.language.EvaluationLimits;

/**
 * A text in a policy language, compiled once. That one does not compile is found out where it is
 * asked, as in the controller.
 *
 * @param language as the policy writes it
 * @param text as the policy has it
 */
record CompiledText(String language, String text, Compilation compilation) {
  /**
   * Refuses a document that does not satisfy the text; with a code that decides nothing where that
   * could not be found out.
   *
   * @param name whose text it is, for the message
   */
  void require(String name, JsonValue document) throws Refusal {
    switch (compilation) {
      case Compilation.Malformed(String message) ->
          throw new Refusal(failed(), prefix(name) + message);
      case Compilation.NotCovered(String construct, int line) ->
          throw new Refusal(
              POLICY_TEXT_NOT_COVERED,
              name + ", line " + line + ": " + construct + " is not covered");
      case Compilation.Compiled(CompiledPolicyText text) -> require(name, text, document);
    }
  }

  private void require(String name, CompiledPolicyText text, JsonValue document) throws Refusal {
    switch (text.evaluate(document, EvaluationLimits.DEFAULT)) {
      case CompiledPolicyText.Outcome.Satisfied ignored -> {}
      case CompiledPolicyText.Outcome.Unsatisfied(String message) ->
          throw new Refusal(failed(), prefix(name) + message);
      case CompiledPolicyText.Outcome.Undetermined(String message) ->
          throw new Refusal(POLICY_UNDETERMINED, name + ": " + message);
    }
  }

  private ReasonCode failed() {
    return switch (language) {
      case "cue" -> POLICY_CUE_FAILED;
      case "rego" -> POLICY_REGO_FAILED;
      default -> POLICY_CEL_FAILED;
    };
  }

  /** The controller's words, which differ by language. */
  private String prefix(String name) {
    return language.equals("rego")
        ? "failed evaluating rego policy for type " + name + ": "
        : "failed evaluating " + language + " policy for " + name + ": ";
  }
}
