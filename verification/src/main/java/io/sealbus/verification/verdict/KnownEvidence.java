package io.sealbus.verification.verdict;

import io.sealbus.verification.evidence.AttachedEvidence;
import org.jspecify.annotations.Nullable;

/**
 * Evidence and the digest by which a verdict names it.
 *
 * @param contentDigest null where nothing has been fetched yet
 */
public record KnownEvidence(AttachedEvidence evidence, @Nullable String contentDigest) {}
