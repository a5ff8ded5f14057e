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
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verifier.Judge.Occasion;
import io.sealbus.verifier.clients.AfterFlush;
import io.sealbus.verifier.records.EvidenceRow;
import io.sealbus.verifier.records.StoredEvidence;
import io.sealbus.verifier.records.Subjects;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.state.Versioned;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what is known of one task's images, and has judged what a record changes. */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final VerifierState state;
  private final Outlet outlet;
  private final Judge judge;
  private final AfterFlush afterFlush;
  private final RecordCodec<ImageRecord> images;
  private final RecordCodec<EvidenceRecord> evidence;
  private final String imagesTopic;

  Intake(
      VerifierState state,
      Outlet outlet,
      Judge judge,
      AfterFlush afterFlush,
      RecordCodecs codecs,
      String imagesTopic) {
    this.state = state;
    this.outlet = outlet;
    this.judge = judge;
    this.afterFlush = afterFlush;
    this.images = codecs.codec(TopicCatalogue.IMAGES);
    this.evidence = codecs.codec(TopicCatalogue.EVIDENCE);
    this.imagesTopic = imagesTopic;
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
      // After a crash records come again; the newer one does so, too.
      return;
    }
    ImageRecord image = value == null ? null : images.decode(value);
    if (known != null) {
      unlink(reference, images.decode(known.value()));
    }
    if (image == null || value == null) {
      gone(reference, trace, now);
      return;
    }
    var stored = new Versioned(offset, value);
    state.putImage(reference, stored);
    Subjects.manifests(image).forEach(m -> state.link(key(image, m), reference));
    CauseRecord cause = cause(CauseKind.IMAGE_CHANGED, image.getEvent());
    boolean again = known != null && comesAgain(known.offset(), offset);
    judge.judge(reference, stored, new Occasion(cause, trace, now, again));
  }

  private void gone(String reference, TraceContext trace, Instant now) {
    state.deleteImage(reference);
    if (state.markGone(reference)) {
      outlet.tombstone(reference, trace, now);
      afterFlush.run(() -> state.forgetGone(reference));
    }
  }

  private void unlink(String reference, ImageRecord image) {
    Subjects.manifests(image).forEach(m -> state.unlink(key(image, m), reference));
  }

  private void takeEvidence(
      long offset, String manifest, byte @Nullable [] value, TraceContext trace, Instant now)
      throws UndecodableRecordException {
    EvidenceRow known = state.evidence(manifest);
    if (known != null && known.offset() > offset) {
      return;
    }
    String event = null;
    if (value == null) {
      state.deleteEvidence(manifest);
    } else {
      EvidenceRecord record = evidence.decode(value);
      event = record.getEvent();
      List<Attachment> attachments = StoredEvidence.attachments(record);
      state.putEvidence(manifest, EvidenceRow.of(offset, value, attachments));
    }
    // Of evidence that is gone nothing is kept that would tell whether it comes again.
    boolean again = value == null || known != null && comesAgain(known.offset(), offset);
    CauseRecord cause = cause(CauseKind.EVIDENCE_CHANGED, event);
    for (String reference : state.referencesOf(manifest)) {
      judge.judge(reference, new Occasion(cause, trace, now, again));
    }
  }

  /**
   * A record is given once more where nobody knows whether the verdicts that it led to arrived: a
   * store may have outlived them.
   *
   * @param known the offset that the store has
   */
  private static boolean comesAgain(long known, long offset) {
    return known == offset;
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

  private static CauseRecord cause(CauseKind kind, @Nullable String event) {
    return new CauseRecord(kind, event == null ? List.of() : List.of(event));
  }

  private static TraceContext trace(Record<String, byte[]> record) {
    Header header = record.headers().lastHeader(TraceContext.HEADER);
    return TraceContext.parse(
        header == null ? null : new String(header.value(), StandardCharsets.UTF_8));
  }
}
