package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.bundle.BundleReader;
import io.sealbus.verification.bundle.UntrustedBundle;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Kind;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Texts;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The attachments of one image, each read once, however many authorities look at it and whether as
 * the policies are written or as the controller reads them. For one thread and one provider.
 */
final class ReadEvidence {
  private final Map<Attachment, Proof<UntrustedBundle>> bundles = new IdentityHashMap<>(2);
  private final Map<Attachment, Proof<LegacySignature>> signatures = new IdentityHashMap<>(2);
  private final Map<Attachment, Proof<LegacySignature>> attestations = new IdentityHashMap<>(2);

  /** As {@link BundleReader#read} reads the content of {@code attachment}. */
  Proof<UntrustedBundle> bundle(Attachment attachment, Bytes content, SignatureProvider provider) {
    return bundles.computeIfAbsent(
        attachment, read -> BundleReader.read(content.toArray(), provider));
  }

  /** As {@link LegacySignature#parse} reads it. */
  Proof<LegacySignature> signature(Kind kind, Attachment attachment, SignatureProvider provider) {
    Map<Attachment, Proof<LegacySignature>> known =
        switch (kind) {
          case SIGNATURE -> signatures;
          case ATTESTATION -> attestations;
        };
    return known.computeIfAbsent(
        attachment, read -> Proof.of(() -> LegacySignature.parse(kind, Texts.of(read), provider)));
  }
}
