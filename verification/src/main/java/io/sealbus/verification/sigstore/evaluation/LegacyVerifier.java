package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.CLAIM_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_MISSING;
import static io.sealbus.verification.ReasonCode.TLOG_MISSING;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.sigstore.evaluation.LegacySignature.Kind;
import io.sealbus.verification.sigstore.evaluation.LegacySigner.Signing;
import io.sealbus.verification.sigstore.evaluation.StatementMemory.Form;
import io.sealbus.verification.timestamp.VerifiedTimestamp;
import io.sealbus.verification.trust.ObservedTime;
import io.sealbus.verification.trust.ObservedTime.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One signature or attestation in cosign's older format. The order of the steps decides which
 * reason one with several faults gets, and is the controller's: timestamp, log entry, certificate,
 * signature, claim, validity.
 *
 * <p>That one holds, whatever the time, is remembered by all that it depends on, so that nothing of
 * it is read again.
 */
final class LegacyVerifier {
  private final LegacySigner signer;
  private final @Nullable LegacyTimestamps timestamps;
  private final @Nullable LegacyLog log;
  private final SignatureProvider provider;

  /** Names all of the above. */
  private final byte[] digest;

  /**
   * @param timestamps whose timestamps count; null where they are not looked at
   * @param log where an entry must be; null where none is needed
   */
  LegacyVerifier(
      LegacySigner signer,
      @Nullable LegacyTimestamps timestamps,
      @Nullable LegacyLog log,
      SignatureProvider provider) {
    this.signer = signer;
    this.timestamps = timestamps;
    this.log = log;
    this.provider = provider;
    Reading reading = Reading.of("verifier of layers");
    signer.describe(reading);
    if (timestamps == null) {
      reading.add("no timestamps");
    } else {
      timestamps.describe(reading);
    }
    if (log == null) {
      reading.add("no log");
    } else {
      log.describe(reading);
    }
    this.digest = reading.digest();
  }

  /** What came of one layer. */
  sealed interface Result {
    /**
     * It holds.
     *
     * @param read what was read, once it is asked for
     * @param validUntil last instant to which it does; null where time plays no part
     * @param memory of the statement; null for none
     */
    record Holds(
        Kind kind,
        Supplier<LegacySignature> read,
        @Nullable Instant validUntil,
        @Nullable StatementMemory memory)
        implements Result {
      VerifiedSignature signature() {
        return new VerifiedSignature(() -> read.get().parts());
      }
    }

    /** It does not; the rest as there. */
    record Fails(Reason reason, @Nullable Instant validUntil) implements Result {}
  }

  /** Checks {@code attachment}, which must be about the image of {@code subject}. */
  Result verify(Kind kind, Attachment attachment, PolicySubject subject) {
    var run = new Run(subject.digest(), subject.now());
    try {
      Facts facts = provider.facts();
      Question conclusion = facts.concludes() ? conclusion(kind, attachment, subject) : null;
      StatementMemory memory =
          conclusion == null ? null : StatementMemory.of(facts, Form.LAYER, attachment);
      if (conclusion != null && facts.holds(conclusion)) {
        return new Result.Holds(kind, () -> known(kind, attachment, subject), null, memory);
      }
      LegacySignature layer = subject.read().signature(kind, attachment, provider).orRefuse();
      run.check(layer);
      if (conclusion != null && !run.dependsOnNow) {
        facts.conclude(conclusion);
      }
      return new Result.Holds(kind, () -> layer, run.until, memory);
    } catch (Refusal e) {
      Reason reason = e.reason();
      return new Result.Fails(
          new Reason(reason.code(), reason.message(), attachment.digest()), run.until);
    }
  }

  /** That the layer holds whatever the time. */
  private Question conclusion(Kind kind, Attachment attachment, PolicySubject subject) {
    Bytes layer = attachment.fingerprint();
    return provider
        .facts()
        .conclusion("a layer holds")
        .add(digest)
        .add(kind.name())
        .add(subject.digest().text())
        .add(layer)
        .question();
  }

  /** A layer of which it was concluded that it holds, so that it can be read. */
  private LegacySignature known(Kind kind, Attachment attachment, PolicySubject subject) {
    return switch (subject.read().signature(kind, attachment, provider)) {
      case Proof.Proven<LegacySignature>(LegacySignature layer) -> layer;
      case Proof.Refused<LegacySignature>(Reason reason) ->
          throw new IllegalStateException("a layer that holds cannot be read: " + reason);
    };
  }

  /** The steps for one layer, and to when their answer holds. */
  private final class Run {
    private final Digest image;
    private final Instant now;
    private @Nullable Instant until;
    private boolean dependsOnNow;

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
        dependsOnNow = true;
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
      dependsOnNow = true;
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
