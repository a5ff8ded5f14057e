package io.sealbus.verifier;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.verdict.Verdict;
import io.sealbus.verifier.policies.Fingerprint;
import io.sealbus.verifier.policies.PolicySnapshot;
import io.sealbus.verifier.records.EvidenceDecoding;
import io.sealbus.verifier.records.ImageDecoding;
import io.sealbus.verifier.records.Subjects;
import io.sealbus.verifier.records.VerdictEncoding;
import io.sealbus.verifier.state.ImageWalk;
import io.sealbus.verifier.state.Published;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.state.Versioned;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges one task's images by the newest policies, and publishes what is new about them. */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  private final VerifierState state;
  private final Outlet outlet;
  private final Supplier<PolicySnapshot> policies;
  private final ImageDecoding images;
  private final EvidenceDecoding evidence;
  private final VerdictEncoding encoding;
  private long nextExpiry;
  private String lastGoverning = "";
  private Fingerprint lastFingerprint = Fingerprint.of("");

  /**
   * Why a verdict is made.
   *
   * @param again whether an earlier one of the same id may have been lost in a crash
   */
  record Occasion(CauseRecord cause, TraceContext trace, Instant now, boolean again) {}

  /**
   * How an image is come by.
   *
   * @param last what was published on it
   * @param wanted whether it is to be judged, by what governs it
   * @param evidence where its evidence is
   */
  private record Visit(
      @Nullable Published last, Predicate<Fingerprint> wanted, EvidenceLookup.Rows evidence) {}

  /** An image, with its reference and what governs it. */
  private record Subject(
      String reference,
      long offset,
      ImageRecord record,
      @Nullable ImageReference parsed,
      Fingerprint governedBy) {}

  Judge(
      VerifierState state,
      Outlet outlet,
      Supplier<PolicySnapshot> policies,
      RecordCodecs codecs,
      String verifierVersion) {
    this.state = state;
    this.outlet = outlet;
    this.policies = policies;
    this.images = new ImageDecoding(codecs.codec(TopicCatalogue.IMAGES));
    this.evidence = new EvidenceDecoding(codecs.codec(TopicCatalogue.EVIDENCE));
    this.encoding = new VerdictEncoding(codecs.codec(TopicCatalogue.VERDICTS), verifierVersion);
    this.nextExpiry = state.nextExpiry();
  }

  /** Judges the image; nothing where it is not known. */
  void judge(String reference, Occasion occasion) {
    Versioned stored = state.image(reference);
    if (stored != null) {
      judge(reference, stored, occasion);
    }
  }

  /** Judges the image, whose row is at hand. */
  void judge(String reference, Versioned stored, Occasion occasion) {
    var visit = new Visit(state.published(reference), governedBy -> true, state::evidence);
    Published verdict = judge(reference, stored, visit, occasion);
    if (verdict != null) {
      state.putPublished(reference, verdict);
    }
  }

  /**
   * Judges the image where other policies govern it than its last verdict rests on.
   *
   * @return what is to be remembered of it; null where that is what was
   */
  @Nullable Published revisit(ImageWalk.Step step, Occasion occasion) {
    Published last = step.published();
    var visit =
        new Visit(
            last,
            governedBy -> occasion.again() || last == null || !last.governedBy().equals(governedBy),
            state::evidenceNearby);
    return judge(step.reference(), step.image(), visit, occasion);
  }

  /** Millisecond at which a verdict of this task is due next; may be too early. */
  long nextExpiry() {
    return nextExpiry;
  }

  /** To be asked for again: expired verdicts were taken from the state. */
  void expiriesTaken() {
    nextExpiry = state.nextExpiry();
  }

  private @Nullable Published judge(
      String reference, Versioned stored, Visit visit, Occasion occasion) {
    PolicySnapshot snapshot = policies.get();
    try {
      Subject subject = subject(reference, stored, snapshot);
      return visit.wanted().test(subject.governedBy())
          ? publish(subject, snapshot, visit, occasion)
          : null;
    } catch (KafkaException e) {
      // Of the store, or of a verdict that was sent before and is lost: Streams begins this task
      // anew. Whoever took it for a fault of this image would never send the lost one again.
      throw e;
    } catch (UndecodableRecordException | RuntimeException e) {
      // A fault of ours must neither stop the others nor leave an older answer standing.
      LOG.atError().setCause(e).addKeyValue("image", reference).log("judging failed");
      return publishUndecided(reference, stored.offset(), snapshot, visit.last(), occasion);
    }
  }

  private Subject subject(String reference, Versioned stored, PolicySnapshot snapshot)
      throws UndecodableRecordException {
    ImageRecord record = images.decode(stored.value());
    ImageReference parsed = parse(reference);
    String governing =
        parsed == null
            ? ""
            : snapshot
                .policies()
                .governing(parsed, Digest.parse(String.valueOf(record.getDigest())).orElse(null));
    return new Subject(reference, stored.offset(), record, parsed, fingerprint(governing));
  }

  /** Neighbours mostly are governed by the same. */
  private Fingerprint fingerprint(String governing) {
    if (!governing.equals(lastGoverning)) {
      lastFingerprint = Fingerprint.of(governing);
      lastGoverning = governing;
    }
    return lastFingerprint;
  }

  private static @Nullable ImageReference parse(String reference) {
    try {
      return ImageReference.parseImage(reference);
    } catch (InvalidReferenceException e) {
      return null;
    }
  }

  private @Nullable Published publish(
      Subject subject, PolicySnapshot snapshot, Visit visit, Occasion occasion) {
    var known =
        new EvidenceLookup(visit.evidence(), evidence, Repositories.of(subject.reference()));
    ImageReference parsed = subject.parsed();
    Verdict verdict =
        parsed == null
            ? Verdict.undecided(
                Reason.of(ReasonCode.REFERENCE_INVALID, "the key is no image reference"))
            : snapshot
                .policies()
                .judge(parsed, Subjects.manifest(subject.record()), known, occasion.now());
    var versions =
        new VerdictEncoding.Versions(snapshot.version(), subject.offset(), known.newestOffset());
    VerdictEncoding.Encoded encoded =
        encoding.encode(
            subject.reference(),
            subject.record(),
            verdict,
            versions,
            occasion.cause(),
            occasion.now());
    Published published =
        publishIfNew(encoded, snapshot.version(), subject.governedBy(), visit.last(), occasion);
    Instant validUntil = verdict.validUntil();
    if (validUntil != null) {
      state.putExpiry(validUntil.toEpochMilli(), subject.reference());
      nextExpiry = Math.min(nextExpiry, validUntil.toEpochMilli());
    }
    return published;
  }

  private @Nullable Published publishUndecided(
      String reference,
      long imageVersion,
      PolicySnapshot snapshot,
      @Nullable Published last,
      Occasion occasion) {
    String repository = Repositories.of(reference);
    int slash = repository.indexOf('/');
    ImageRecord image =
        ImageRecord.newBuilder()
            .setRegistry(slash < 0 ? "" : repository.substring(0, slash))
            .setRepository(repository.substring(slash + 1))
            .setObservedAt(occasion.now())
            .build();
    Verdict verdict =
        Verdict.undecided(Reason.of(ReasonCode.INTERNAL_ERROR, "judging failed; see the log"));
    var versions = new VerdictEncoding.Versions(snapshot.version(), imageVersion, -1);
    VerdictEncoding.Encoded encoded =
        encoding.encode(reference, image, verdict, versions, occasion.cause(), occasion.now());
    return publishIfNew(encoded, snapshot.version(), Fingerprint.of(""), last, occasion);
  }

  private @Nullable Published publishIfNew(
      VerdictEncoding.Encoded verdict,
      long policyVersion,
      Fingerprint governedBy,
      @Nullable Published last,
      Occasion occasion) {
    boolean isNew = last == null || !last.id().equals(verdict.id());
    if (isNew || occasion.again()) {
      outlet.verdict(verdict, occasion.trace(), occasion.now());
    }
    var published =
        new Published(
            verdict.id(), governedBy, isNew || last == null ? policyVersion : last.policyVersion());
    return published.equals(last) ? null : published;
  }
}
