package io.sealbus.signaturefetcher.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every repository once a period, and at the catalogues that are wanted. When, follows
 * from {@link ReconcileSlots}; how fast, from {@link Backoff}; what is done, from {@link
 * RepositoryLook}.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** What began so shortly before may have been broken off by a stop: it is looked at again. */
  private static final Duration REPEATED = Duration.ofMinutes(5);

  /** After so many periods without a look it is too late. */
  private static final int LATE = 2;

  private final ReconcileConfig config;
  private final ReconcileSlots slots;
  private final KnownImages known;
  private final Function<String, PacedQuestions> questions;
  private final Finding.Sink sink;
  private final InstantSource clock;
  private final Map<String, Visits> registries = new ConcurrentHashMap<>();
  private final Map<RepositoryName, Progress> progress = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("reconcile").unstarted(this::run);
  private boolean given = true;

  /** One registry: how it is asked, what is to be done there, and what came of it. */
  private record Visits(
      PacedQuestions questions,
      RegistryQueue queue,
      AtomicLong catalogue,
      Set<RepositoryName> discovered,
      Set<RepositoryName> refused) {}

  /**
   * What has been looked at.
   *
   * @param cycle the period of the newest look that was begun
   * @param done when the newest one was over
   * @param whole when the newest one was over in which every question was answered
   */
  private record Progress(long cycle, Instant done, Instant whole) {}

  /**
   * A reconciler that begins with {@link #start}.
   *
   * @param backoff how long a registry that is away is left alone
   */
  public Reconciler(
      ReconcileConfig config,
      KnownImages known,
      RegistryQuestions questions,
      Finding.Sink sink,
      Backoff backoff,
      InstantSource clock,
      MeterRegistry meters) {
    this(config, known, questions, sink, backoff, clock, Thread::sleep, meters);
  }

  Reconciler(
      ReconcileConfig config,
      KnownImages known,
      RegistryQuestions questions,
      Finding.Sink sink,
      Backoff backoff,
      InstantSource clock,
      PacedQuestions.Sleeper sleeper,
      MeterRegistry meters) {
    var metrics = new ReconcileMetrics(meters, this);
    this.config = config;
    this.slots = ReconcileSlots.of(config);
    this.known = known;
    this.clock = clock;
    this.questions =
        registry ->
            new PacedQuestions(
                questions,
                new RequestPace(config.requestsPerSecond(), backoff),
                clock,
                sleeper,
                metrics);
    this.sink =
        finding -> {
          metrics.found(finding);
          sink.tell(finding);
        };
  }

  /** Begins. */
  public Reconciler start() {
    thread.start();
    return this;
  }

  /** This process has been given repositories that another one, or an earlier run, looked at. */
  public synchronized void given() {
    given = true;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        tick();
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("comparing cannot begin");
      }
    }
  }

  /** Begins the looks whose moment has come. */
  synchronized void tick() {
    Instant now = clock.instant();
    Instant since = given ? now.minus(REPEATED) : now;
    given = false;
    config.wanted().patterns().keySet().forEach(registry -> readCatalogue(registry, now));
    Set<RepositoryName> all = all();
    progress.keySet().retainAll(all);
    registries.values().forEach(one -> one.refused.retainAll(all));
    for (RepositoryName repository : all) {
      String name = repository.toString();
      long cycle = slots.cycle(name, now);
      Progress before =
          progress.computeIfAbsent(
              repository, missing -> new Progress(slots.cycle(name, since), now, now));
      if (cycle > before.cycle) {
        progress.put(repository, new Progress(cycle, before.done, before.whole));
        look(repository, cycle);
      }
    }
  }

  private Set<RepositoryName> all() {
    var all = new LinkedHashSet<RepositoryName>(known.repositories());
    config.wanted().named().stream().filter(known::owns).forEach(all::add);
    registries.values().stream()
        .flatMap(one -> one.discovered.stream())
        .filter(known::owns)
        .forEach(all::add);
    return all;
  }

  private Visits visits(String registry) {
    return registries.computeIfAbsent(
        registry,
        missing ->
            new Visits(
                questions.apply(registry),
                new RegistryQueue(registry),
                new AtomicLong(Long.MIN_VALUE),
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet()));
  }

  private void readCatalogue(String registry, Instant now) {
    Visits visits = visits(registry);
    long cycle = slots.cycle(registry, now);
    if (visits.catalogue.getAndSet(cycle) != cycle) {
      visits.queue.add(
          new CatalogueRead(
              registry,
              config.wanted(),
              visits.questions,
              found -> {
                visits.discovered.addAll(found);
                visits.discovered.retainAll(found);
              }));
    }
  }

  private void look(RepositoryName repository, long cycle) {
    Visits visits = visits(repository.registry());
    visits.queue.add(
        new RepositoryLook(
            repository,
            known,
            visits.questions,
            sink,
            manifest -> slots.isEvidenceDue(repository + "@" + manifest, cycle),
            this::over));
  }

  private synchronized void over(RepositoryLook look) {
    RepositoryName repository = look.repository();
    progress.computeIfPresent(
        repository,
        (name, before) -> {
          Instant now = clock.instant();
          return new Progress(before.cycle, now, look.isWhole() ? now : before.whole);
        });
    Set<RepositoryName> refused = visits(repository.registry()).refused;
    if (look.isRefused()) {
      refused.add(repository);
    } else {
      refused.remove(repository);
    }
  }

  /** Looks that are due and not over. */
  int waiting() {
    return registries.values().stream().mapToInt(one -> one.queue.size()).sum();
  }

  /** The longest time since any repository was looked at, or since it is known here. */
  synchronized Duration oldest() {
    Instant now = clock.instant();
    return progress.values().stream()
        .map(one -> Duration.between(one.done, now))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * How old the oldest of what is known of {@code registries} may be: since when a repository has
   * not been seen as a whole, or has been known here. Empty where none is known.
   */
  public synchronized Optional<Duration> age(Predicate<String> registries) {
    Instant now = clock.instant();
    return progress.entrySet().stream()
        .filter(one -> registries.test(one.getKey().registry()))
        .map(one -> Duration.between(one.getValue().whole, now))
        .max(Comparator.naturalOrder());
  }

  /** What keeps changes from being found in time, for people. */
  public synchronized List<String> findings() {
    Instant late = clock.instant().minus(config.period().multipliedBy(LATE));
    var found = new ArrayList<String>();
    progress.entrySet().stream()
        .filter(one -> one.getValue().done.isBefore(late))
        .collect(
            Collectors.groupingBy(
                one -> one.getKey().registry(), TreeMap::new, Collectors.counting()))
        .forEach((registry, count) ->
            found.add(
                "%s: %s: %d repositories have waited for more than %d periods"
                    .formatted(ReasonCode.RECONCILE_BEHIND, registry, count, LATE)));
    new TreeMap<>(registries)
        .forEach((registry, visits) -> {
          if (!visits.refused.isEmpty()) {
            found.add(
                "%s: %s: of %d repositories"
                    .formatted(ReasonCode.TAGS_NOT_LISTED, registry, visits.refused.size()));
          }
        });
    return found;
  }

  @Override
  public void close() {
    thread.interrupt();
    registries.values().forEach(one -> one.queue.close());
  }
}
