/**
 * Signed statements about artifacts: DSSE envelopes and the in-toto statements in them. Nothing
 * here is proven; whoever has verified an envelope's signature may believe its payload.
 *
 * <p>Start at {@link io.sealbus.verification.attestation.DsseEnvelope}.
 */
@NullMarked
package io.sealbus.verification.attestation;

import org.jspecify.annotations.NullMarked;
