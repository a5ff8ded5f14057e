package io.sealbus.verification.language.rego;

/**
 * How a rule is written, which {@code import rego.v1} has rules about.
 *
 * @param hasIf {@code if} stands before the body
 * @param hasContains {@code contains} stands in the head
 * @param hasBody a body is written
 * @param hasValue a value is written
 */
record RuleStyle(Rule rule, boolean hasIf, boolean hasContains, boolean hasBody, boolean hasValue) {
  void check() throws RegoException {
    int line = rule.line();
    String kind = rule.isFunction() ? "function" : "rule";
    if (rule.ref().path().isEmpty()
        && rule.ref().head() instanceof Term.Var(String name)
        && (Cursor.isAlwaysKeyword(name) || Cursor.IMPORTED.contains(name))) {
      throw RegoException.parse(line, name + " keyword cannot be used for rule name");
    }
    if (!hasBody && !hasValue && !hasContains) {
      throw RegoException.parse(line, kind + " must have value assignment and/or body declaration");
    }
    if (hasBody && !hasIf && !rule.isDefault()) {
      throw RegoException.parse(line, "`if` keyword is required before " + kind + " body");
    }
    if (rule.isSet() && !hasContains) {
      throw RegoException.parse(line, "`contains` keyword is required for partial set rules");
    }
  }
}
