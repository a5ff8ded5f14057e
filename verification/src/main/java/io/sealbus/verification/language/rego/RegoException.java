package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.Compilation;

/** Why a text cannot be evaluated. It stays within this package. */
@SuppressWarnings("serial")
final class RegoException extends Exception {
  private final transient Compilation outcome;

  private RegoException(Compilation outcome) {
    super(null, null, false, false);
    this.outcome = outcome;
  }

  static RegoException parse(int line, String message) {
    return malformed(line, "rego_parse_error", message);
  }

  static RegoException compile(int line, String message) {
    return malformed(line, "rego_compile_error", message);
  }

  static RegoException type(int line, String message) {
    return malformed(line, "rego_type_error", message);
  }

  static RegoException unsafe(int line, String message) {
    return malformed(line, "rego_unsafe_var_error", message);
  }

  static RegoException recursion(int line, String message) {
    return malformed(line, "rego_recursion_error", message);
  }

  private static RegoException malformed(int line, String code, String message) {
    return new RegoException(
        new Compilation.Malformed(
            "1 error occurred: sigstore.rego:" + line + ": " + code + ": " + message));
  }

  static RegoException notCovered(int line, String construct) {
    return new RegoException(new Compilation.NotCovered(construct, line));
  }

  Compilation outcome() {
    return outcome;
  }
}
