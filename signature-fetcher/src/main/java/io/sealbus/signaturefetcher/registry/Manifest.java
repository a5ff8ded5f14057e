package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;

/**
 * A manifest as the registry served it.
 *
 * @param contentType the answer's media type without parameters; untrusted
 * @param digest SHA-256 of the bytes, whatever digest it was asked for by
 */
public record Manifest(String contentType, Digest digest, Bytes bytes) {}
