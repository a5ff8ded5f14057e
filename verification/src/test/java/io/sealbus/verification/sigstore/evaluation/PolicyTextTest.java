package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.PolicyLanguages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy's text is asked in the language that it names. */
class PolicyTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cue|authorityMatches: s: static: true|ALLOWED|ACCEPTED_WITHOUT_SIGNATURE_CHECK",
        "cue|authorityMatches: s: static: false|DENIED|POLICY_CUE_FAILED",
        "cue|authorityMatches: {|DENIED|POLICY_CUE_FAILED",
        "rego|package sigstore\\nisCompliant { input.authorityMatches.s.static }|ALLOWED|ACCEPTED_WITHOUT_SIGNATURE_CHECK",
        "rego|package sigstore\\nisCompliant { input.authorityMatches.x }|DENIED|POLICY_REGO_FAILED",
        "rego|package sigstore\\nisCompliant {|DENIED|POLICY_REGO_FAILED"
      })
  void answersForItsDocument(String language, String text, Decision decision, ReasonCode code) {
    String policy = "policy: {type: " + language + ", data: \"" + text + "\"}, images:";
    SigstoreEvaluation evaluation =
        new Scene()
            .with(Scene.policy("p", "{name: s, static: {action: pass}}").replace("images:", policy))
            .evaluate(Profile.AS_WRITTEN);
    assertThat(evaluation.decision()).as(evaluation.toString()).isEqualTo(decision);
    assertThat(evaluation.reason().code()).isEqualTo(code);
  }

  @Test
  void celIsAnExtensionOfOurs() throws Exception {
    var document = JsonParser.parse("{\"a\":1}", 100);
    var holding = new CompiledText("cel", "true", PolicyLanguages.compile("cel", "true"));
    holding.require("x", document);
    var failing = new CompiledText("cel", "false", PolicyLanguages.compile("cel", "false"));
    assertThat(refusal(failing, document)).isEqualTo(ReasonCode.POLICY_CEL_FAILED);
    var malformed = new CompiledText("cel", "1 +", PolicyLanguages.compile("cel", "1 +"));
    assertThat(refusal(malformed, document)).isEqualTo(ReasonCode.POLICY_CEL_FAILED);
    var unknown = new CompiledText("lua", "1", PolicyLanguages.compile("lua", "1"));
    assertThat(refusal(unknown, document)).isEqualTo(ReasonCode.POLICY_TEXT_NOT_COVERED);
  }

  private static ReasonCode refusal(CompiledText text, JsonValue document) {
    try {
      text.require("x", document);
      throw new AssertionError("it holds");
    } catch (Refusal e) {
      return e.code();
    }
  }
}
