package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.CLAIM_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_MISSING;
import static io.sealbus.verification.ReasonCode.TLOG_MISSING;

import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Kind;
import io.sealbus.verification.sigstore.evaluation.LegacySigner.Signing;
import io.sealbus.verification.timestamp.VerifiedTimestamp;
import io.sealbus.verification.trust.ObservedTime;
import io.sealbus.verification.trust.ObservedTime.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One signature or attestation in cosign's older format. The order of the steps decides which
 * reason one with several faults gets, and is the controller's: timestamp, log entry, certificate,
 * signature, claim, validity.
 *
 * @param timestamps whose timestamps count; null where they are not looked at
 * @param log where an entry must be; null where none is needed
 */
record LegacyVerifier(
    LegacySigner signer,
    @Nullable LegacyTimestamps timestamps,
    @Nullable LegacyLog log,
    SignatureProvider provider) {
  /** What came of one layer. */
  sealed interface Result {
    /**
     * It holds.
     *
     * @param validUntil last instant to which it does; null where time plays no part
     */
    record Holds(LegacySignature layer, VerifiedSignature signature, @Nullable Instant validUntil)
        implements Result {}

    /** It does not; the rest as there. */
    record Fails(Reason reason, @Nullable Instant validUntil) implements Result {}
  }

  /** Checks {@code attachment}, which must be about the image of {@code subject}. */
  Result verify(Kind kind, Attachment attachment, PolicySubject subject) {
    var run = new Run(subject.digest(), subject.now());
    try {
      LegacySignature layer = subject.read().signature(kind, attachment, provider).orRefuse();
      run.check(layer);
      var verified = VerifiedSignature.of(naming(layer), layer.certificate());
      return new Result.Holds(layer, verified, run.until);
    } catch (Refusal e) {
      Reason reason = e.reason();
      return new Result.Fails(
          new Reason(reason.code(), reason.message(), attachment.digest()), run.until);
    }
  }

  /** An attestation does without what its layer says of a signature, be that none at all. */
  private static byte @Nullable [] naming(LegacySignature layer) throws Refusal {
    try {
      return layer.signatureBytes();
    } catch (Refusal e) {
      if (layer.kind() == Kind.ATTESTATION) {
        return null;
      }
      throw e;
    }
  }

  /** The steps for one layer, and to when their answer holds. */
  private final class Run {
    private final Digest image;
    private final Instant now;
    private @Nullable Instant until;

    Run(Digest image, Instant now) {
      this.image = image;
      this.now = now;
    }

    void check(LegacySignature layer) throws Refusal {
      var observed = new ArrayList<ObservedTime>();
      timestamp(layer).ifPresent(observed::add);
      if (log != null) {
        if (layer.logBundle() == null) {
          throw new Refusal(TLOG_MISSING, log.missing());
        }
        observed.add(new ObservedTime(log.require(layer, signer), Source.LOG));
      }
      Signing signing = signer.signing(layer);
      signing.require(layer);
      switch (layer.kind()) {
        case SIGNATURE -> ImageClaim.requireAbout(layer.payload(), image);
        case ATTESTATION -> requireSubject(layer.statement().statement());
      }
      requireValid(layer, signing, observed);
    }

    private Optional<ObservedTime> timestamp(LegacySignature layer) throws Refusal {
      if (timestamps == null) {
        return Optional.empty();
      }
      Optional<VerifiedTimestamp> verified = timestamps.require(layer, now);
      if (verified.isPresent() && verified.get().dependsOnNow()) {
        until = CertificateTimes.validUntil(verified.get().authority().chain());
      }
      return verified.map(timestamp -> new ObservedTime(timestamp.time(), Source.TIMESTAMP));
    }

    private void requireSubject(InTotoStatement statement) throws Refusal {
      String hex = image.hex();
      for (InTotoStatement.Subject subject : statement.subjects()) {
        if (hex.equals(subject.digests().get("sha256"))) {
          return;
        }
      }
      throw new Refusal(CLAIM_DIGEST_MISMATCH, "no matching subject digest found");
    }

    /** A certificate beside a policy's key is judged as well, but not who issued it. */
    private void requireValid(LegacySignature layer, Signing signing, List<ObservedTime> observed)
        throws Refusal {
      Certificate beside = layer.certificate();
      if (beside == null) {
        return;
      }
      List<Certificate> chain = signing.chain().isEmpty() ? List.of(beside) : signing.chain();
      for (ObservedTime time : observed) {
        CertificateTimes.requireValidAt(chain, time);
      }
      if (observed.isEmpty()) {
        requireValidNow(chain);
      }
    }

    private void requireValidNow(List<Certificate> chain) throws Refusal {
      try {
        until = CertificateTimes.validUntil(chain);
        CertificateTimes.requireValidAt(chain, new ObservedTime(now, Source.NOW));
      } catch (Refusal e) {
        until = CertificateTimes.invalidUntil(chain, now);
        if (log != null) {
          throw e;
        }
        throw new Refusal(
            TIMESTAMP_MISSING, "expected a signed timestamp to verify an expired certificate");
      }
    }
  }
}
