package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.DeadLetters;
import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordHandler;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.signaturefetcher.registry.Lane;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.source.EventGrammar;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Image event in, images and evidence out. An event is a hint: whatever it says happened, the
 * registry is asked. Nothing blocks a partition; what fails is written down with the time of its
 * next attempt, which {@link FetchLedger} knows.
 */
final class SignatureFetcherHandler implements RecordHandler {
  static final String SERVICE = "signature-fetcher";

  /** How long a deletion waits for the topics to be read before it is looked at again. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Something that asks registries. */
  private interface Work {
    List<OutgoingRecord<?>> run(ImageObserver by) throws InterruptedException;
  }

  private final RecordCodec<ImageEventRecord> codec;
  private final AllowedRegistries allowed;
  private final BacklogGate gate;
  private final Answered answered = new Answered();
  private final FetchLedger ledger;
  private final ImageObserver observer;
  private final ImageObserver bulk;
  private final StaleEvidence stale;
  private final Runnable given;
  private final InstantSource clock;
  private final FetchMetrics metrics;

  /**
   * A handler.
   *
   * @param given told when this process has been given partitions and knows what is there
   */
  SignatureFetcherHandler(
      RecordCodec<ImageEventRecord> codec,
      AllowedRegistries allowed,
      BacklogGate gate,
      FetchLedger ledger,
      ImageObserver observer,
      StaleEvidence stale,
      Runnable given,
      InstantSource clock,
      FetchMetrics metrics) {
    this.codec = codec;
    this.allowed = allowed;
    this.gate = gate;
    this.ledger = ledger;
    this.observer = observer;
    this.bulk = observer.in(Lane.BULK);
    this.stale = stale;
    this.given = given;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public List<OutgoingRecord<?>> handle(IncomingRecord record)
      throws UndecodableRecordException, InterruptedException {
    if (!record.topic().equals(TopicCatalogue.IMAGE_EVENTS)) {
      ledger.came(record);
      return List.of();
    }
    byte[] value = record.value();
    try {
      return value == null ? List.of() : event(record, codec.decode(value));
    } finally {
      gate.handled(record.key());
    }
  }

  @Override
  public void arrived(IncomingRecord record) {
    if (record.topic().equals(TopicCatalogue.IMAGE_EVENTS)) {
      // What Sealbus saw itself can wait however new the event is.
      boolean observed = record.header(ObservedEvents.HEADER) != null;
      gate.arrived(record.key(), observed ? Instant.EPOCH : record.writtenAt());
      answered.arrived(record.partition(), record.offset());
    }
  }

  private List<OutgoingRecord<?>> event(IncomingRecord record, ImageEventRecord event)
      throws InterruptedException {
    // Whoever wrote it, a webhook or anyone's producer.
    Optional<RepositoryName> repository =
        EventGrammar.repository(event).filter(name -> name.toString().equals(record.key()));
    if (repository.isEmpty()) {
      return refuse(record, ReasonCode.IMAGE_EVENT_INVALID, "the event names nothing to look up");
    }
    if (!allowed.allows(event.getRegistry())) {
      return refuse(record, ReasonCode.REGISTRY_NOT_ALLOWED, "the registry is not configured");
    }
    return inTurn(
        repository.orElseThrow(),
        record.writtenAt(),
        by ->
            isAnswered(record, event)
                ? List.of()
                : sending(
                    record.partition(), records(by, record, event, repository.orElseThrow())));
  }

  /** Does {@code work} when it is its turn; at once where somebody may be waiting for it. */
  private List<OutgoingRecord<?>> inTurn(RepositoryName repository, Instant since, Work work)
      throws InterruptedException {
    boolean fresh = gate.enter(repository.registry(), repository.toString(), since);
    try {
      return work.run(fresh ? observer : bulk);
    } finally {
      gate.leave(repository.registry());
    }
  }

  /** Whether the registry has answered about all of it since, where events have piled up. */
  private boolean isAnswered(IncomingRecord record, ImageEventRecord event) {
    boolean manifestGone = event.getAction() == ImageAction.DELETE && event.getTag() == null;
    // A registry may take a moment to show everywhere what it has just told.
    boolean isAnswered =
        !manifestGone
            && !gate.isFresh(record.writtenAt())
            && answered.has(event, record.key(), record.offset());
    if (isAnswered) {
      metrics.answered();
    }
    return isAnswered;
  }

  private List<OutgoingRecord<?>> records(
      ImageObserver by, IncomingRecord record, ImageEventRecord event, RepositoryName repository)
      throws InterruptedException {
    String tag = event.getTag();
    if (tag != null) {
      var byTag = new Reference.ByTag(repository, tag);
      if (byTag.isAttached()) {
        Optional<Digest> about = byTag.about();
        return about.isEmpty()
            ? List.of()
            : noting(
                by,
                record.partition(),
                List.of(byTag.key()),
                one -> one.evidence(repository, List.of(about.get()), event.getId()));
      }
    }
    if (event.getAction() == ImageAction.DELETE && tag == null) {
      return deleted(by, record, event, repository);
    }
    Set<Reference> named = named(repository, tag, event.getDigest());
    return noting(
        by,
        record.partition(),
        named.stream().map(Reference::key).toList(),
        one -> observeAll(one, named, event.getId()));
  }

  /** Does {@code work}, after which the registry has answered about {@code keys}, or not. */
  private List<OutgoingRecord<?>> noting(
      ImageObserver by, int partition, List<String> keys, Work work) throws InterruptedException {
    long newest = answered.newest(partition);
    List<OutgoingRecord<?>> records = work.run(by);
    if (records.stream().allMatch(r -> FetchHeaders.read(r.headers()::get).retry() == null)) {
      keys.forEach(key -> answered.upTo(key, newest));
    }
    return records;
  }

  /**
   * A manifest was deleted, and with it every tag that named it, which no event tells; or the whole
   * repository was.
   */
  private List<OutgoingRecord<?>> deleted(
      ImageObserver by, IncomingRecord record, ImageEventRecord event, RepositoryName repository)
      throws InterruptedException {
    if (!ledger.isReplayed(record.partition())) {
      // What there is is not known yet. What is known comes in this very lane, so that waiting in
      // it would be in vain: the event goes to the end of the queue instead.
      Thread.sleep(PAUSE);
      return List.of(OutgoingRecord.of(TopicCatalogue.IMAGE_EVENTS, record.key(), event));
    }
    String digest = event.getDigest();
    Set<Reference> references = new LinkedHashSet<>();
    for (String key : ledger.references(repository.toString())) {
      var place = new FetchLedger.Place(TopicCatalogue.IMAGES, key);
      if (digest == null || digest.equals(ledger.digest(place))) {
        Reference.parse(key).ifPresent(references::add);
      }
    }
    if (digest != null && isKnown(record.partition(), repository + "@" + digest)) {
      references.addAll(named(repository, null, digest));
    }
    // Registries report the deletion of a layer in the same words; one is known to nobody here.
    var out = new ArrayList<OutgoingRecord<?>>(observeAll(by, references, event.getId()));
    if (digest != null) {
      out.addAll(withdrawn(by, repository, new Digest(digest), event));
    }
    return out;
  }

  /** Whether there is a record of the manifest, be it that something is attached to it. */
  private boolean isKnown(int partition, String key) {
    return ledger.mayExist(partition, new FetchLedger.Place(TopicCatalogue.IMAGES, key))
        || ledger.mayExist(partition, new FetchLedger.Place(TopicCatalogue.EVIDENCE, key));
  }

  /** The evidence that was found in a manifest that is gone, or may have been. */
  private List<OutgoingRecord<?>> withdrawn(
      ImageObserver by, RepositoryName repository, Digest manifest, ImageEventRecord event)
      throws InterruptedException {
    var about = new LinkedHashSet<Digest>();
    if (event.getSubject() != null) {
      about.add(new Digest(event.getSubject()));
    }
    for (String key : ledger.evidenceFrom(repository.toString(), manifest)) {
      if (Reference.parse(key).orElse(null) instanceof Reference.ByDigest image
          && !image.digest().equals(manifest)) {
        about.add(image.digest());
      }
    }
    return about.isEmpty() ? List.of() : by.evidence(repository, about, event.getId());
  }

  private static Set<Reference> named(
      RepositoryName repository, @Nullable String tag, @Nullable String digest) {
    Set<Reference> references = new LinkedHashSet<>();
    if (tag != null) {
      references.add(new Reference.ByTag(repository, tag));
    }
    if (digest != null) {
      references.add(new Reference.ByDigest(repository, new Digest(digest)));
    }
    return references;
  }

  private List<OutgoingRecord<?>> observeAll(
      ImageObserver by, Set<Reference> references, @Nullable String event)
      throws InterruptedException {
    var out = new ArrayList<OutgoingRecord<?>>();
    var written = new LinkedHashSet<String>();
    for (Reference reference : references) {
      // A tag brings the records of its digest along.
      if (!written.contains(reference.key())) {
        List<OutgoingRecord<?>> some = by.observe(reference, event);
        out.addAll(some);
        some.stream()
            .filter(r -> r.topic().equals(TopicCatalogue.IMAGES))
            .forEach(r -> written.add(r.key()));
      }
    }
    return out;
  }

  /** Makes an attempt that has become due. Runs in the lane of its repository. */
  List<OutgoingRecord<?>> retry(FetchLedger.Due due) throws InterruptedException {
    Optional<Reference> reference = Reference.parse(due.place().key());
    if (reference.isEmpty()
        || ledger.attempts(due.place()) == 0
        || !allowed.allows(reference.get().repository().registry())) {
      return List.of();
    }
    String event = due.retry().event();
    if (due.place().topic().equals(TopicCatalogue.IMAGES)) {
      return inTurn(
          reference.get().repository(),
          due.retry().dueAt(),
          by -> sending(due.partition(), by.observe(reference.get(), event)));
    }
    return reference.get() instanceof Reference.ByDigest byDigest
        ? inTurn(
            byDigest.repository(),
            due.retry().dueAt(),
            by -> evidence(by, due.partition(), byDigest, event))
        : List.of();
  }

  private List<OutgoingRecord<?>> evidence(
      ImageObserver by, int partition, Reference.ByDigest image, @Nullable String event)
      throws InterruptedException {
    return sending(partition, by.evidence(image.repository(), List.of(image.digest()), event));
  }

  /** Fetches evidence again that no event asks for. Runs in the lane of its repository. */
  List<OutgoingRecord<?>> refresh(StaleEvidence.Stale one) throws InterruptedException {
    return Reference.parse(one.key()).orElse(null) instanceof Reference.ByDigest byDigest
            && allowed.allows(byDigest.repository().registry())
        ? inTurn(
            byDigest.repository(),
            Instant.EPOCH,
            by -> evidence(by, one.partition(), byDigest, null))
        : List.of();
  }

  private List<OutgoingRecord<?>> sending(int partition, List<OutgoingRecord<?>> records) {
    records.stream()
        .filter(r -> !r.topic().equals(TopicCatalogue.IMAGE_EVENTS))
        .forEach(r -> {
          ledger.sending(partition, r);
          if (r.topic().equals(TopicCatalogue.EVIDENCE)) {
            stale.fetched(r.key());
          }
        });
    return records;
  }

  private List<OutgoingRecord<?>> refuse(IncomingRecord record, ReasonCode code, String message) {
    metrics.refused(code.name());
    return List.of(DeadLetters.of(SERVICE, record, code.name(), message, clock.instant()));
  }

  @Override
  public void assigned(Collection<Integer> partitions) {
    answered.clear();
  }

  @Override
  public void replayed(Collection<Integer> partitions) {
    ledger.replayed(partitions);
    stale.change();
    given.run();
  }

  @Override
  public void revoked(Collection<Integer> partitions) {
    ledger.forget(partitions);
  }
}
