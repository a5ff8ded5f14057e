/**
 * Policies in Rego, read as the policy-controller reads them: Open Policy Agent's language in its
 * version 0, with one module, no data of its own and the attestation as {@code input}.
 *
 * <p>A text is {@link io.sealbus.verification.language.rego.Parser parsed}, {@link
 * io.sealbus.verification.language.rego.Compiler rewritten} until every expression is one step
 * whose variables are bound in order, and then {@link
 * io.sealbus.verification.language.rego.Evaluator evaluated} by backtracking. What of the language
 * is not covered is told when a text is compiled, never when it is evaluated.
 *
 * <p>Start at {@link io.sealbus.verification.language.rego.RegoPolicyText}.
 */
@NullMarked
package io.sealbus.verification.language.rego;

import org.jspecify.annotations.NullMarked;
