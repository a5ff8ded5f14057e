/**
 * Policies in CEL, the Common Expression Language, which the policy-controller does not have: one
 * expression over the document that is true where the document satisfies it. The engine is
 * Google's.
 *
 * <p>Start at {@link io.sealbus.verification.language.cel.CelPolicyText}.
 */
@NullMarked
package io.sealbus.verification.language.cel;

import org.jspecify.annotations.NullMarked;
