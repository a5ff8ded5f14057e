/**
 * Signatures, keys and certificates. Everything here is fed with foreign bytes: it answers, it
 * never throws on them and never works without a bound.
 *
 * <p>Encodings are parsed and judged by code of this package; providers only do arithmetic on what
 * passed. So the answer is the same whichever provider serves, and the same as Go's, whose {@code
 * crypto} packages evaluate policies on a node.
 *
 * <p>Start at {@link io.sealbus.verification.crypto.VerificationKey} and {@link
 * io.sealbus.verification.crypto.CertificatePath}.
 */
@NullMarked
package io.sealbus.verification.crypto;

import org.jspecify.annotations.NullMarked;
