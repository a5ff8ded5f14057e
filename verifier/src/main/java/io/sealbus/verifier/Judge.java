package io.sealbus.verifier;

import io.sealbus.runtime.bus.DeadLetterCode;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.verdict.Verdict;
import io.sealbus.verifier.VerifierState.Published;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of one task's images, and judges an image whenever something that its verdict
 * rests on has changed.
 */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  /** References that are visited before fresh records are looked at again. */
  private static final int SLICE = 100;

  private final VerifierState state;
  private final Outlet outlet;
  private final Supplier<PolicySnapshot> policies;
  private final RecordCodec<ImageRecord> images;
  private final RecordCodec<EvidenceRecord> evidence;
  private final String imagesTopic;
  private final String verifierVersion;
  private final Sweep sweep;

  Judge(
      VerifierState state,
      Outlet outlet,
      Supplier<PolicySnapshot> policies,
      RecordCodecs codecs,
      String imagesTopic,
      String verifierVersion) {
    this.state = state;
    this.outlet = outlet;
    this.policies = policies;
    this.images = codecs.codec(TopicCatalogue.IMAGES);
    this.evidence = codecs.codec(TopicCatalogue.EVIDENCE);
    this.imagesTopic = imagesTopic;
    this.verifierVersion = verifierVersion;
    this.sweep = new Sweep(state);
  }

  /** Takes a record of {@code images} or {@code evidence}. */
  void take(RecordMetadata from, Record<String, byte[]> record, Instant now) {
    TraceContext trace = trace(record);
    try {
      if (from.topic().equals(imagesTopic)) {
        takeImage(from.offset(), record.key(), record.value(), trace, now);
      } else {
        takeEvidence(from.offset(), record.key(), record.value(), trace, now);
      }
    } catch (UndecodableRecordException e) {
      setAside(from, record, e, trace, now);
    }
  }

  private void takeImage(
      long offset, String reference, byte @Nullable [] value, TraceContext trace, Instant now)
      throws UndecodableRecordException {
    Versioned known = state.image(reference);
    if (known != null && known.offset() > offset) {
      // After a crash records come again; what they led to is already here.
      return;
    }
    ImageRecord image = value == null ? null : images.decode(value);
    if (known != null) {
      unlink(reference, images.decode(known.value()));
    }
    if (image == null || value == null) {
      state.deleteImage(reference);
      if (state.published(reference) != null) {
        state.deletePublished(reference);
        outlet.tombstone(reference, trace, now);
      }
      return;
    }
    state.putImage(reference, new Versioned(offset, value));
    Subjects.manifests(image).forEach(m -> state.link(key(image, m), reference));
    String event = image.getEvent();
    judge(
        reference,
        cause(CauseKind.IMAGE_CHANGED, event == null ? List.of() : List.of(event)),
        trace,
        now);
  }

  private void unlink(String reference, ImageRecord image) {
    Subjects.manifests(image).forEach(m -> state.unlink(key(image, m), reference));
  }

  private void takeEvidence(
      long offset, String manifest, byte @Nullable [] value, TraceContext trace, Instant now)
      throws UndecodableRecordException {
    Versioned known = state.evidence(manifest);
    if (known != null && known.offset() > offset) {
      return;
    }
    List<String> subjects = List.of();
    if (value == null) {
      state.deleteEvidence(manifest);
    } else {
      String event = evidence.decode(value).getEvent();
      subjects = event == null ? List.of() : List.of(event);
      state.putEvidence(manifest, new Versioned(offset, value));
    }
    for (String reference : state.referencesOf(manifest)) {
      judge(reference, cause(CauseKind.EVIDENCE_CHANGED, subjects), trace, now);
    }
  }

  /** Re-verifies a slice of what a change of policies, or the passing of time, has touched. */
  void catchUp(Instant now) {
    for (String reference : state.takeExpired(now.toEpochMilli(), SLICE)) {
      judge(reference, cause(CauseKind.TIME_PASSED, List.of()), TraceContext.root(), now);
    }
    PolicySnapshot newest = policies.get();
    sweep.slice(
        newest,
        SLICE,
        (reference, changed) -> {
          Published published = state.published(reference);
          if (published == null || !published.governedBy().equals(governedBy(newest, reference))) {
            judge(reference, cause(CauseKind.POLICY_CHANGED, changed), TraceContext.root(), now);
          }
        });
  }

  /** What governs a reference that is known; empty for another. */
  private String governedBy(PolicySnapshot snapshot, String reference) {
    Versioned stored = state.image(reference);
    try {
      return stored == null ? "" : governedBy(snapshot, reference, images.decode(stored.value()));
    } catch (UndecodableRecordException e) {
      return "";
    }
  }

  private static String governedBy(PolicySnapshot snapshot, String reference, ImageRecord image) {
    try {
      Digest digest = Digest.parse(String.valueOf(image.getDigest())).orElse(null);
      return snapshot.policies().governing(ImageReference.parseImage(reference), digest);
    } catch (InvalidReferenceException e) {
      return "";
    }
  }

  private void judge(String reference, CauseRecord cause, TraceContext trace, Instant now) {
    Versioned stored = state.image(reference);
    if (stored == null) {
      return;
    }
    try {
      publish(reference, stored, cause, trace, now);
    } catch (UndecodableRecordException | RuntimeException e) {
      // A fault of ours must neither stop the others nor leave an older answer standing.
      LOG.atError().setCause(e).addKeyValue("image", reference).log("judging failed");
      publishUndecided(reference, stored.offset(), cause, trace, now);
    }
  }

  private void publish(
      String reference, Versioned stored, CauseRecord cause, TraceContext trace, Instant now)
      throws UndecodableRecordException {
    PolicySnapshot snapshot = policies.get();
    ImageRecord image = images.decode(stored.value());
    var known = new EvidenceLookup(state, evidence, Repositories.of(reference));
    Verdict verdict = verdict(snapshot, reference, image, known, now);
    var versions =
        new VerdictRecords.Versions(snapshot.version(), stored.offset(), known.newestOffset());
    VerdictRecord record =
        VerdictRecords.of(reference, image, verdict, versions, cause, verifierVersion, now);
    publishIfNew(record, governedBy(snapshot, reference, image), trace, now);
    Instant validUntil = verdict.validUntil();
    if (validUntil != null) {
      state.putExpiry(validUntil.toEpochMilli(), reference);
    }
  }

  private static Verdict verdict(
      PolicySnapshot snapshot,
      String reference,
      ImageRecord image,
      EvidenceLookup known,
      Instant now) {
    try {
      return snapshot
          .policies()
          .judge(ImageReference.parseImage(reference), Subjects.manifest(image), known, now);
    } catch (InvalidReferenceException e) {
      return Verdict.undecided(
          Reason.of(ReasonCode.REFERENCE_INVALID, "the key is no image reference"));
    }
  }

  private void publishUndecided(
      String reference, long imageVersion, CauseRecord cause, TraceContext trace, Instant now) {
    String repository = Repositories.of(reference);
    int slash = repository.indexOf('/');
    ImageRecord image =
        ImageRecord.newBuilder()
            .setRegistry(slash < 0 ? "" : repository.substring(0, slash))
            .setRepository(repository.substring(slash + 1))
            .setObservedAt(now)
            .build();
    Verdict verdict =
        Verdict.undecided(Reason.of(ReasonCode.INTERNAL_ERROR, "judging failed; see the log"));
    var versions = new VerdictRecords.Versions(policies.get().version(), imageVersion, -1);
    publishIfNew(
        VerdictRecords.of(reference, image, verdict, versions, cause, verifierVersion, now),
        "",
        trace,
        now);
  }

  private void publishIfNew(
      VerdictRecord record, String governedBy, TraceContext trace, Instant now) {
    Published last = state.published(record.getReference());
    if (last == null || !last.id().equals(record.getId())) {
      outlet.verdict(record, trace, now);
    }
    state.putPublished(record.getReference(), new Published(record.getId(), governedBy));
  }

  private void setAside(
      RecordMetadata from,
      Record<String, byte[]> record,
      Exception why,
      TraceContext trace,
      Instant now) {
    LOG.atWarn()
        .addKeyValue("topic", from.topic())
        .addKeyValue("partition", from.partition())
        .addKeyValue("offset", from.offset())
        .addKeyValue("reason", DeadLetterCode.UNDECODABLE_RECORD)
        .log("record set aside");
    byte[] value = record.value();
    DeadLetterRecord letter =
        DeadLetterRecord.newBuilder()
            .setService(VerifierService.NAME)
            .setTopic(from.topic())
            .setPartition(from.partition())
            .setOffset(from.offset())
            .setKey(ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)))
            .setValue(value == null ? null : ByteBuffer.wrap(value))
            .setCode(DeadLetterCode.UNDECODABLE_RECORD.name())
            .setMessage(String.valueOf(why.getMessage()))
            .setFailedAt(now)
            .build();
    outlet.deadLetter(record.key(), letter, trace, now);
  }

  private static String key(ImageRecord image, String digest) {
    return image.getRegistry() + "/" + image.getRepository() + "@" + digest;
  }

  private static CauseRecord cause(CauseKind kind, List<String> subjects) {
    return new CauseRecord(kind, subjects);
  }

  private static TraceContext trace(Record<String, byte[]> record) {
    Header header = record.headers().lastHeader(TraceContext.HEADER);
    return TraceContext.parse(
        header == null ? null : new String(header.value(), StandardCharsets.UTF_8));
  }
}
