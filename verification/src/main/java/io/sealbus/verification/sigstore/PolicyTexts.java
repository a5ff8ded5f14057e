package io.sealbus.verification.sigstore;

import io.sealbus.verification.language.Compilation;

/** Who compiles texts in the policy languages. */
@FunctionalInterface
public interface PolicyTexts {
  /**
   * What comes of compiling {@code text}.
   *
   * @param language {@code cue}, {@code rego} or {@code cel}
   */
  Compilation compile(String language, String text);
}
