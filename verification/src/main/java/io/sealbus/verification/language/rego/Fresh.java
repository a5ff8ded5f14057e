package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Var;

/** Names that no text can write. */
final class Fresh {
  private int next;

  String name() {
    return "#" + next++;
  }

  Var variable() {
    return new Var(name());
  }
}
