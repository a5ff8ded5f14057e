/**
 * Sigstore bundles: a signature with all that is needed to verify it offline.
 *
 * <p>Invariant: everything in a bundle is untrusted; keys come from the caller, certificates count
 * only through the trust root, and nothing passes that is not bound to the artifact, the signature
 * and the signer at once. Start at {@link io.sealbus.verification.bundle.BundleVerifier}.
 */
@NullMarked
package io.sealbus.verification.bundle;

import org.jspecify.annotations.NullMarked;
