package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.evidence.Attachment;

/**
 * An attachment and how long it was.
 *
 * @param size bytes that the registry served, also where they were not kept
 */
public record PulledAttachment(Attachment attachment, long size) {}
