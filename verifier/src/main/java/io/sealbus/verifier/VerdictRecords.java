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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the law's verdicts as the bus's records. */
final class VerdictRecords {
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_REASONS = 32;
  private static final int MAX_BYTES = 768 * 1024;

  /** The id must be the same in every deployment, so it is made from this encoding always. */
  private static final RecordCodec<VerdictRecord> FOR_ID =
      new SingleObjectCodec<>(TopicCatalogue.VERDICTS);

  private VerdictRecords() {}

  /** The versions of what a verdict rests on; they order the verdicts of one reference. */
  record Versions(long policy, long image, long evidence) {}

  static VerdictRecord of(
      String reference,
      ImageRecord image,
      Verdict verdict,
      Versions versions,
      CauseRecord cause,
      String verifierVersion,
      Instant now) {
    VerdictRecord record =
        VerdictRecord.newBuilder()
            .setId("")
            .setReference(reference)
            .setRegistry(image.getRegistry())
            .setRepository(image.getRepository())
            .setTag(image.getTag())
            .setDigest(image.getDigest())
            .setDecision(decision(verdict.decision()))
            .setReasons(reasons(verdict.reasons()))
            .setResults(verdict.results().stream().map(VerdictRecords::result).toList())
            .setNamespaces(verdict.namespaces().stream().map(VerdictRecords::namespace).toList())
            .setCause(cause)
            .setPolicyVersion(versions.policy())
            .setImageVersion(versions.image())
            .setEvidenceVersion(versions.evidence())
            .setVerifierVersion(verifierVersion)
            .setDecidedAt(now)
            .setValidUntil(verdict.validUntil())
            .build();
    VerdictRecord bounded = FOR_ID.encode(record).length <= MAX_BYTES ? record : cut(record);
    return VerdictRecord.newBuilder(bounded).setId(id(bounded)).build();
  }

  /** A verdict that no record holds keeps its decisions and loses the single results. */
  private static VerdictRecord cut(VerdictRecord record) {
    var reasons = new ArrayList<>(record.getReasons());
    reasons.add(
        reason(
            Reason.of(
                ReasonCode.RESULTS_CUT, "the single results exceed " + MAX_BYTES + " bytes")));
    return VerdictRecord.newBuilder(record).setResults(List.of()).setReasons(reasons).build();
  }

  /** Over what is said and what it was made from; not over when, why, or at which offsets. */
  private static String id(VerdictRecord record) {
    VerdictRecord timeless =
        VerdictRecord.newBuilder(record)
            .setCause(new CauseRecord(CauseKind.UNKNOWN, List.of()))
            .setPolicyVersion(-1)
            .setImageVersion(-1)
            .setEvidenceVersion(-1)
            .setDecidedAt(Instant.EPOCH)
            .build();
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(FOR_ID.encode(timeless)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static ResultRecord result(Verdict.Result result) {
    return ResultRecord.newBuilder()
        .setView(view(result.view()))
        .setNamespace(result.namespace())
        .setPlatform(result.platform())
        .setLocation(result.location())
        .setDigest(text(result.digest()))
        .setEvidenceDigest(result.evidenceDigest())
        .setScope(result.scope())
        .setDecision(decision(result.decision()))
        .setPolicies(result.policies().stream().map(VerdictRecords::policy).toList())
        .setReasons(reasons(result.reasons()))
        .setNotes(reasons(result.notes()))
        .build();
  }

  private static View view(Verdict.View view) {
    return switch (view) {
      case NODE -> View.NODE;
      case ADMISSION -> View.ADMISSION;
    };
  }

  private static PolicyResultRecord policy(Verdict.PolicyResult policy) {
    return PolicyResultRecord.newBuilder()
        .setPolicy(policy.policy().policy().text())
        .setVersion(policy.policy().version())
        .setDecision(decision(policy.decision()))
        .setReasons(reasons(policy.reasons()))
        .build();
  }

  private static NamespaceResultRecord namespace(Verdict.NamespaceDecision namespace) {
    return NamespaceResultRecord.newBuilder()
        .setNamespace(namespace.namespace())
        .setDecision(decision(namespace.decision()))
        .setReasons(reasons(namespace.reasons()))
        .build();
  }

  private static List<ReasonRecord> reasons(List<Reason> reasons) {
    return reasons.stream().limit(MAX_REASONS).map(VerdictRecords::reason).toList();
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
