package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Ref;
import java.util.List;

/**
 * A text, parsed.
 *
 * @param path the package: {@code data.…}
 * @param strict whether {@code import rego.v1} asks for the rules of that version
 */
record Module(Ref path, List<Import> imports, List<Rule> rules, boolean strict) {
  Module {
    imports = List.copyOf(imports);
    rules = List.copyOf(rules);
  }

  /** {@code import path as name}. */
  record Import(Ref path, String name, int line) {}
}
