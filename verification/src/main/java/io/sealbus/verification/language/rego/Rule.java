package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule, or a branch of one.
 *
 * @param ref the name and what follows it; a set's {@code key} is not part of it
 * @param arguments of functions; null of other rules
 * @param key what a set gets, null where the rule has one value
 * @param value null of sets
 * @param isDefault the value where no other rule of the name has one
 * @param otherwise the branch that is tried where this one has no value
 */
record Rule(
    Ref ref,
    @Nullable List<Term> arguments,
    @Nullable Term key,
    @Nullable Term value,
    List<Expr> body,
    boolean isDefault,
    @Nullable Rule otherwise,
    int line) {
  Rule {
    arguments = arguments == null ? null : List.copyOf(arguments);
    body = List.copyOf(body);
  }

  boolean isSet() {
    return key != null;
  }

  boolean isFunction() {
    return arguments != null;
  }

  Rule with(@Nullable Term newKey, @Nullable Term newValue, List<Expr> newBody) {
    return new Rule(ref, arguments, newKey, newValue, newBody, isDefault, otherwise, line);
  }

  Rule withOtherwise(@Nullable Rule branch) {
    return new Rule(ref, arguments, key, value, body, isDefault, branch, line);
  }

  Rule withHead(Ref newRef, @Nullable List<Term> newArguments) {
    return new Rule(newRef, newArguments, key, value, body, isDefault, otherwise, line);
  }
}
