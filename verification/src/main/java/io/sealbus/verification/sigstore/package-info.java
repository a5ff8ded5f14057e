/**
 * The resources of {@code policy.sigstore.dev} as a cluster's owner writes them: ClusterImagePolicy
 * and TrustRoot, and what they refer to. What they decide is in {@code sigstore.evaluation}.
 *
 * <p>Start at {@link io.sealbus.verification.sigstore.ClusterImagePolicy}.
 */
@NullMarked
package io.sealbus.verification.sigstore;

import org.jspecify.annotations.NullMarked;
