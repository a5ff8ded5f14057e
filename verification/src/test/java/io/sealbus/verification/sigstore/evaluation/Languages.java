package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.language.Compilation;

/** The policy languages as the services put them together. */
final class Languages {
  private Languages() {}

  static Compilation compile(String language, String text) {
    return new Compilation.NotCovered(language, 1);
  }
}
