/**
 * Transparency logs: certificate timestamps of CT logs, and entries of Rekor with the log's promise
 * or its inclusion proof and checkpoint.
 *
 * <p>Invariant: an entry proves nothing until it is bound to the signature, the key and the bytes
 * in question. Start at {@link io.sealbus.verification.transparency.LogEntryVerifier} for bundles
 * and {@link io.sealbus.verification.transparency.RekorBundleVerifier} for annotations.
 */
@NullMarked
package io.sealbus.verification.transparency;

import org.jspecify.annotations.NullMarked;
