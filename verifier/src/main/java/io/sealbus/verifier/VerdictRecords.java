package io.sealbus.verifier;

import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.PolicyResultRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.ResultRecord;
import io.sealbus.schemas.SingleObjectCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.schemas.View;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the law's verdicts as the bus's records. */
final class VerdictRecords {
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_REASONS = 32;
  private static final int MAX_SUBJECTS = 32;
  private static final int MAX_BYTES = 768 * 1024;

  /** The id must be the same in every deployment, so it is made from this encoding always. */
  private static final RecordCodec<VerdictRecord> FOR_ID =
      new SingleObjectCodec<>(TopicCatalogue.VERDICTS);

  private static final Versions NO_VERSIONS = new Versions(-1, -1, -1);
  private static final CauseRecord NO_CAUSE = new CauseRecord(CauseKind.UNKNOWN, List.of());

  private VerdictRecords() {}

  /** The versions of what a verdict rests on; they order the verdicts of one reference. */
  record Versions(long policy, long image, long evidence) {}

  /**
   * The id is over what is said and what it was made from; not over when, why, or at which offsets.
   */
  static VerdictRecord of(
      String reference,
      ImageRecord image,
      Verdict verdict,
      Versions versions,
      CauseRecord cause,
      String verifierVersion,
      Instant now) {
    var said =
        new VerdictRecord(
            "",
            reference,
            image.getRegistry(),
            image.getRepository(),
            image.getTag(),
            image.getDigest(),
            decision(verdict.decision()),
            reasons(verdict.reasons()),
            mapped(verdict.results(), VerdictRecords::result),
            mapped(verdict.namespaces(), VerdictRecords::namespace),
            NO_CAUSE,
            -1L,
            -1L,
            -1L,
            -1L,
            verifierVersion,
            Instant.EPOCH,
            verdict.validUntil());
    byte[] encoded = FOR_ID.encode(said);
    if (encoded.length > MAX_BYTES) {
      said = cut(said);
      encoded = FOR_ID.encode(said);
    }
    String id = HexFormat.of().formatHex(Fingerprint.sha256(encoded));
    return with(said, said.getReasons(), said.getResults(), id, bounded(cause), versions, now);
  }

  /** A verdict that no record holds keeps its decisions and loses the single results. */
  private static VerdictRecord cut(VerdictRecord said) {
    var reasons = new ArrayList<>(said.getReasons());
    reasons.add(
        reason(
            Reason.of(
                ReasonCode.RESULTS_CUT, "the single results exceed " + MAX_BYTES + " bytes")));
    return with(said, reasons, List.of(), "", NO_CAUSE, NO_VERSIONS, Instant.EPOCH);
  }

  /** Avro's own builders copy deeply, which takes longer than the rest of a verdict. */
  private static VerdictRecord with(
      VerdictRecord said,
      List<ReasonRecord> reasons,
      List<ResultRecord> results,
      String id,
      CauseRecord cause,
      Versions versions,
      Instant now) {
    return new VerdictRecord(
        id,
        said.getReference(),
        said.getRegistry(),
        said.getRepository(),
        said.getTag(),
        said.getDigest(),
        said.getDecision(),
        reasons,
        results,
        said.getNamespaces(),
        cause,
        versions.policy(),
        -1L,
        versions.image(),
        versions.evidence(),
        said.getVerifierVersion(),
        now,
        said.getValidUntil());
  }

  private static CauseRecord bounded(CauseRecord cause) {
    return cause.getSubjects().size() <= MAX_SUBJECTS
        ? cause
        : new CauseRecord(cause.getKind(), cause.getSubjects().subList(0, MAX_SUBJECTS));
  }

  private static ResultRecord result(Verdict.Result result) {
    return new ResultRecord(
        view(result.view()),
        result.namespace(),
        result.platform(),
        result.location(),
        text(result.digest()),
        result.evidenceDigest(),
        result.scope(),
        decision(result.decision()),
        mapped(result.policies(), VerdictRecords::policy),
        reasons(result.reasons()),
        reasons(result.notes()));
  }

  private static View view(Verdict.View view) {
    return switch (view) {
      case NODE -> View.NODE;
      case ADMISSION -> View.ADMISSION;
    };
  }

  private static PolicyResultRecord policy(Verdict.PolicyResult policy) {
    return new PolicyResultRecord(
        policy.policy().policy().text(),
        policy.policy().version(),
        decision(policy.decision()),
        reasons(policy.reasons()));
  }

  private static NamespaceResultRecord namespace(Verdict.NamespaceDecision namespace) {
    return new NamespaceResultRecord(
        namespace.namespace(), decision(namespace.decision()), reasons(namespace.reasons()));
  }

  private static List<ReasonRecord> reasons(List<Reason> reasons) {
    return mapped(
        reasons.size() <= MAX_REASONS ? reasons : reasons.subList(0, MAX_REASONS),
        VerdictRecords::reason);
  }

  private static <F, T> List<T> mapped(List<F> from, Function<F, T> map) {
    var to = new ArrayList<T>(from.size());
    from.forEach(one -> to.add(map.apply(one)));
    return to;
  }

  private static ReasonRecord reason(Reason reason) {
    String message = reason.message();
    return new ReasonRecord(
        reason.code().name(),
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE),
        text(reason.signature()));
  }

  private static @Nullable String text(@Nullable Digest digest) {
    return digest == null ? null : digest.text();
  }

  private static Decision decision(io.sealbus.verification.Decision decision) {
    return switch (decision) {
      case ALLOWED -> Decision.ALLOWED;
      case WARNED -> Decision.WARNED;
      case DENIED -> Decision.DENIED;
      case UNDECIDED -> Decision.UNDECIDED;
    };
  }
}
