package io.sealbus.verifier.records;

import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.SingleObjectCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.schemas.View;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.verdict.Verdict;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the law's verdicts as the bus's records, field by field in the order of the schema. What
 * is said is written once: the id is over it, and the record is it between the id and what the id
 * is not over. Records of Avro's own in between would take twice as long, for each image of a
 * sweep.
 */
public final class VerdictEncoding {
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_REASONS = 32;
  private static final int MAX_SUBJECTS = 32;
  private static final int MAX_BYTES = 768 * 1024;

  /** The id must be the same in every deployment, so it is over this encoding always. */
  private static final byte[] HEADER_FOR_ID =
      new SingleObjectCodec<>(TopicCatalogue.VERDICTS).header();

  private static final Versions NO_VERSIONS = new Versions(-1, -1, -1);
  private static final CauseRecord NO_CAUSE = new CauseRecord(CauseKind.UNKNOWN, List.of());

  private final RecordCodec<VerdictRecord> codec;
  private final String verifierVersion;
  private final MessageDigest sha256 = HashAlgorithm.SHA256.newDigest();
  private final AvroBuffer said = new AvroBuffer();
  private final AvroBuffer whole = new AvroBuffer();

  /**
   * @param codec of the bus, whose header comes before a record
   */
  public VerdictEncoding(RecordCodec<VerdictRecord> codec, String verifierVersion) {
    this.codec = codec;
    this.verifierVersion = verifierVersion;
  }

  /** The versions of what a verdict rests on; they order the verdicts of one reference. */
  public record Versions(long policy, long image, long evidence) {}

  /**
   * A verdict as it goes to the bus.
   *
   * @param value as on the topic
   */
  public record Encoded(String reference, VerdictId id, byte[] value) {}

  /**
   * The id is over what is said and what it was made from; not over when, why, or at which offsets.
   */
  public Encoded encode(
      String reference,
      ImageRecord image,
      Verdict verdict,
      Versions versions,
      CauseRecord cause,
      Instant now) {
    int begin = about(reference, image, verdict.decision());
    int end = said(bounded(verdict.reasons()), verdict.results(), verdict);
    if (said.length() > MAX_BYTES) {
      about(reference, image, verdict.decision());
      end = said(withResultsCut(verdict.reasons()), List.of(), verdict);
    }
    said.addTo(sha256);
    VerdictId id = VerdictId.read(ByteBuffer.wrap(sha256.digest()));
    byte[] hex = id.hex();
    whole.clear();
    whole.raw(codec.header());
    whole.number(hex.length);
    whole.raw(hex);
    whole.raw(said, begin, end);
    madeFrom(whole, cause, versions, now, verdict.validUntil());
    return new Encoded(reference, id, whole.toByteArray());
  }

  /** Where what is said begins, behind an empty id. */
  private int about(
      String reference, ImageRecord image, io.sealbus.verification.Decision decision) {
    said.clear();
    said.raw(HEADER_FOR_ID);
    said.text("");
    int begin = said.length();
    said.text(reference);
    said.text(image.getRegistry());
    said.text(image.getRepository());
    said.optional(image.getTag());
    said.optional(image.getDigest());
    decision(decision);
    return begin;
  }

  /** Where what is said ends, before what the id is not over. */
  private int said(List<Reason> reasons, List<Verdict.Result> results, Verdict verdict) {
    said.array(reasons, this::reason);
    said.array(results, this::result);
    said.array(verdict.namespaces(), this::namespace);
    int end = said.length();
    madeFrom(said, NO_CAUSE, NO_VERSIONS, Instant.EPOCH, verdict.validUntil());
    return end;
  }

  private void madeFrom(
      AvroBuffer to,
      CauseRecord cause,
      Versions versions,
      Instant decidedAt,
      @Nullable Instant validUntil) {
    to.number(cause.getKind().ordinal());
    List<String> subjects = cause.getSubjects();
    to.array(subjects.subList(0, Math.min(MAX_SUBJECTS, subjects.size())), to::text);
    to.number(versions.policy());
    // The policies hold all trust material.
    to.number(-1);
    to.number(versions.image());
    to.number(versions.evidence());
    to.text(verifierVersion);
    to.number(decidedAt.toEpochMilli());
    if (validUntil == null) {
      to.number(0);
    } else {
      to.number(1);
      to.number(validUntil.toEpochMilli());
    }
  }

  /** A verdict that no record holds keeps its decisions and loses the single results. */
  private static List<Reason> withResultsCut(List<Reason> all) {
    var reasons = new ArrayList<>(bounded(all));
    reasons.add(
        Reason.of(ReasonCode.RESULTS_CUT, "the single results exceed " + MAX_BYTES + " bytes"));
    return reasons;
  }

  private void result(Verdict.Result result) {
    view(result.view());
    said.optional(result.namespace());
    said.optional(result.platform());
    said.optional(result.location());
    digest(result.digest());
    said.optional(result.evidenceDigest());
    said.text(result.scope());
    decision(result.decision());
    said.array(result.policies(), this::policy);
    reasons(result.reasons());
    reasons(result.notes());
  }

  private void policy(Verdict.PolicyResult policy) {
    said.text(policy.policy().policy().text());
    said.number(policy.policy().version());
    decision(policy.decision());
    reasons(policy.reasons());
  }

  private void namespace(Verdict.NamespaceDecision namespace) {
    said.text(namespace.namespace());
    decision(namespace.decision());
    reasons(namespace.reasons());
  }

  private void reasons(List<Reason> reasons) {
    said.array(bounded(reasons), this::reason);
  }

  private static List<Reason> bounded(List<Reason> reasons) {
    return reasons.size() <= MAX_REASONS ? reasons : reasons.subList(0, MAX_REASONS);
  }

  private void reason(Reason reason) {
    String message = reason.message();
    said.text(reason.code().name());
    said.text(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
    digest(reason.signature());
  }

  private void digest(@Nullable Digest digest) {
    said.optional(digest == null ? null : digest.text());
  }

  private void view(Verdict.View view) {
    View symbol =
        switch (view) {
          case NODE -> View.NODE;
          case ADMISSION -> View.ADMISSION;
        };
    said.number(symbol.ordinal());
  }

  private void decision(io.sealbus.verification.Decision decision) {
    Decision symbol =
        switch (decision) {
          case ALLOWED -> Decision.ALLOWED;
          case WARNED -> Decision.WARNED;
          case DENIED -> Decision.DENIED;
          case UNDECIDED -> Decision.UNDECIDED;
        };
    said.number(symbol.ordinal());
  }
}
