package io.sealbus.verification.language;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.cel.CelPolicyText;
import io.sealbus.verification.language.cue.CuePolicyText;
import io.sealbus.verification.language.rego.RegoPolicyText;

/** The languages by the names that policies give them. */
public final class PolicyLanguages {
  private PolicyLanguages() {}

  /**
   * Compiles {@code text}. Never throws, whatever the text.
   *
   * @param language as the policy writes it
   */
  public static Compilation compile(String language, String text) {
    return switch (language) {
      case "cue" -> CuePolicyText.compile(text);
      case "rego" -> RegoPolicyText.compile(text);
      case "cel" -> CelPolicyText.compile(text);
      default -> new NotCovered("language " + Quoted.of(language), 1);
    };
  }
}
