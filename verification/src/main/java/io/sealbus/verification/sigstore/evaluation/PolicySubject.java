package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What policies are asked about.
 *
 * @param digest of the image, which is that of an index where the name stands for one
 * @param workload what is to be admitted; null where an image is judged on its own
 * @param read what was read of the evidence
 */
record PolicySubject(
    ImageName image,
    Digest digest,
    AttachedEvidence evidence,
    @Nullable Workload workload,
    Instant now,
    ReadEvidence read) {}
