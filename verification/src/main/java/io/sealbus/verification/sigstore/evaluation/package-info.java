/**
 * How {@code policy.sigstore.dev} decides: which policies govern an image, what each of their
 * authorities says about its signatures and attestations, and what follows. Decides as the sigstore
 * policy-controller does, or, where that is known to be wrong, as the policy is written; a note
 * says so then.
 *
 * <p>Start at {@link io.sealbus.verification.sigstore.evaluation.CompiledSigstorePolicies}.
 */
@NullMarked
package io.sealbus.verification.sigstore.evaluation;

import org.jspecify.annotations.NullMarked;
