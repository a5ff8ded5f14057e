/**
 * Whom keyless signatures are trusted through: certificate authorities, timestamp authorities and
 * logs, from a TrustRoot's own fields or from a Sigstore {@code trusted_root.json}.
 *
 * <p>Start at {@link io.sealbus.verification.trust.TrustedRoot}.
 */
@NullMarked
package io.sealbus.verification.trust;

import org.jspecify.annotations.NullMarked;
