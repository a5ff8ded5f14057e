package io.sealbus.verification.transparency;

import io.sealbus.verification.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A log entry as a bundle has it; nothing about it is proven.
 *
 * @param logIndex of all shards
 * @param logId the log's, as it calls itself
 * @param kind of the body, as the bundle says
 * @param version of the kind, as the bundle says
 * @param integratedTime seconds since the epoch; 0 for none
 * @param promise a signed entry timestamp; null for none
 * @param proof null for none
 * @param body the entry as the log holds it
 */
public record UntrustedLogEntry(
    long logIndex,
    Bytes logId,
    String kind,
    String version,
    long integratedTime,
    byte @Nullable [] promise,
    @Nullable InclusionProof proof,
    byte[] body) {}
