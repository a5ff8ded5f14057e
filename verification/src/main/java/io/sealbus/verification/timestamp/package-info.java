/**
 * Signed timestamps of RFC 3161: proof that a timestamp authority saw some bytes at a time.
 *
 * <p>What is in a token, its certificates above all, is untrusted until a verifier that was made
 * from a trust root proves it. Start at {@link
 * io.sealbus.verification.timestamp.TimestampVerifier}.
 */
@NullMarked
package io.sealbus.verification.timestamp;

import org.jspecify.annotations.NullMarked;
