package io.sealbus.verification.language;

import io.sealbus.verification.language.cue.CuePolicyText;
import io.sealbus.verification.language.rego.RegoPolicyText;

/** The languages by the names that policies give them. */
public final class PolicyLanguages {
  private PolicyLanguages() {}

  /** What comes of compiling {@code text}; a language that is not known here is not covered. */
  public static Compilation compile(String language, String text) {
    return switch (language) {
      case "cue" -> CuePolicyText.compile(text);
      case "rego" -> RegoPolicyText.compile(text);
      default -> new Compilation.NotCovered("language " + language, 1);
    };
  }
}
