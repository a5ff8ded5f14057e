package io.sealbus.signaturefetcher;

import io.micrometer.core.instrument.Tag;
import io.sealbus.runtime.bus.RecordLoop;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.pods.PodWatch;
import io.sealbus.signaturefetcher.reconcile.Reconciler;
import io.sealbus.signaturefetcher.registry.Lane;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.source.Outlet;
import io.sealbus.signaturefetcher.source.Webhooks;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifications in over HTTP, onto {@code image-events}; from there, asking registries, onto {@code
 * images} and {@code evidence}. Failed attempts are made again when they are due.
 */
public final class SignatureFetcherService extends VerticleBase {
  /** For the host. */
  public static final ServiceDefinition DEFINITION = new Definition();

  private static final Logger LOG = LoggerFactory.getLogger(SignatureFetcherService.class);

  /** So many events of a backlog are looked over for the freshest; most of them only wait. */
  private static final int MAX_IN_FLIGHT = 10_000;

  private static final long TICK_MILLIS = 250;

  /** What events of other repositories make stale is only looked at once a tick. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(TICK_MILLIS);

  private static final long REPORT_MILLIS = 5_000;

  /** Attempts begun in one tick: after an outage they come back as a stream, not as a wave. */
  private static final int MAX_DUE = 64;

  /**
   * Images whose evidence is fetched again at one time because policies ask for more: fewer than
   * the requests that a registry takes at once, so that fresh pushes always find a free one.
   */
  private static final int MAX_BULK = 4;

  /** An attempt that failed by our own fault is made again after this. */
  private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

  private final ServiceContext context;
  private final SignatureFetcherConfig config;
  private @Nullable RegistryClient client;
  private @Nullable RecordLoop loop;
  private @Nullable Webhooks webhooks;
  private @Nullable Reconciler reconciler;
  private final List<PodWatch> pods = new CopyOnWriteArrayList<>();
  private final List<TopicFollower> followers = new CopyOnWriteArrayList<>();
  private final AtomicInteger bulk = new AtomicInteger();

  private SignatureFetcherService(ServiceContext context, SignatureFetcherConfig config) {
    this.context = context;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    List<String> byCertificate = config.sources().byCertificate();
    if (!byCertificate.isEmpty() && !context.asksClients()) {
      throw new ConfigurationException(
          "fetcher.sources: " + byCertificate + " need http.tls.client.authorities");
    }
    String session = UUID.randomUUID().toString();
    var ledger = new FetchLedger(session);
    var registries =
        new RegistryClient(
            vertx, config.registry().settings(), config.registry().credentials(), context.clock());
    var change = new AtomicReference<Runnable>(() -> {});
    var given = new AtomicReference<Runnable>(() -> {});
    var policies =
        new PolicyDemand(context.codecs().codec(TopicCatalogue.POLICIES), () -> change.get().run());
    Demand demand = config.everywhere() ? policies.everywhere() : policies;
    var sources =
        new SourceEvents(
            context.codecs().codec(TopicCatalogue.IMAGE_EVENTS),
            policies::watches,
            () -> change.get().run());
    var stale = new StaleEvidence(ledger, demand, sources);
    change.set(stale::change);
    var metrics = new FetchMetrics(context.metrics(), ledger, stale);
    Pulls pulls =
        Pulls.with(registries, config.registry().cache(context.state()), config.registries());
    var observer = observer(pulls, demand, ledger, session, metrics);
    var handler =
        new SignatureFetcherHandler(
            context.codecs().codec(TopicCatalogue.IMAGE_EVENTS),
            config.registries(),
            gate(),
            ledger,
            observer,
            stale,
            () -> given.get().run(),
            context.clock(),
            metrics);
    var started = new RecordLoop(setup(), handler, context.sender());
    client = registries;
    loop = started;
    var known =
        new LedgerImages(
            ledger,
            demand,
            config.registries(),
            key -> context.sender().partition(TopicCatalogue.IMAGES, key));
    var observed = new ObservedEvents(Outlet.to(context.sender()), context.clock());
    var comparing =
        reconciler(
            new PulledQuestions(registries.in(Lane.BULK), pulls.in(Lane.BULK), demand, ledger),
            known,
            observed);
    reconciler = comparing;
    RegistryAges.watch(context.metrics(), config.registries(), registries, comparing);
    config.pods().clusters().keySet().forEach(name -> watchPods(name, known, observed));
    given.set(() -> {
      comparing.given();
      pods.forEach(PodWatch::look);
    });
    follow(policies, List.of(sources, silence()), comparing);
    started.start();
    context.health().add(SignatureFetcherHandler.SERVICE, started::ready);
    vertx.setPeriodic(
        TICK_MILLIS,
        tick -> {
          retryDue(started, handler, ledger);
          // To find out what is stale takes a look at everything.
          vertx.executeBlocking(() -> {
            refreshStale(started, handler, stale);
            return null;
          });
        });
    webhooks =
        Webhooks.start(
            config.sources(),
            config.registries()::allows,
            context.sender(),
            vertx,
            context.router(),
            context.metrics(),
            context.clock());
    return Future.succeededFuture();
  }

  /** Which repositories to watch is known when the policies are. */
  private void follow(
      PolicyDemand policies, List<TopicFollower.Listener> sources, Reconciler comparing) {
    TopicFollower follower = follower(TopicCatalogue.POLICIES, Duration.ZERO, policies);
    followers.add(follower);
    Future.fromCompletionStage(follower.start().caughtUp())
        .onSuccess(known -> {
          TopicFollower events =
              follower(TopicCatalogue.IMAGE_EVENTS, LOOK_EVERY, new SeveralListeners(sources));
          followers.add(events);
          events.start();
          if (config.reconcile().enabled()) {
            comparing.start();
          }
        });
  }

  private TopicFollower follower(
      Topic<?> topic, Duration patience, TopicFollower.Listener listener) {
    return new TopicFollower(
        context.bus(),
        topic,
        SignatureFetcherHandler.SERVICE + "-" + topic.name(),
        Map.of(),
        patience,
        listener);
  }

  private ImageObserver observer(
      Pulls pulls, Demand demand, FetchLedger ledger, String session, FetchMetrics metrics) {
    return new ImageObserver(
        pulls,
        demand,
        ledger,
        new FetchRecords(session),
        config.retries(),
        RandomGenerator.getDefault(),
        context.clock(),
        metrics);
  }

  private BacklogGate gate() {
    var gate = new BacklogGate(context.clock());
    context.metrics().gauge("sealbus.fetcher.backlog.waiting", gate, BacklogGate::waiting);
    return gate;
  }

  private SourceSilence silence() {
    var silence =
        new SourceSilence(
            context.codecs().codec(TopicCatalogue.IMAGE_EVENTS),
            config.sources().speakers(),
            config.reconcile().silentAfter(),
            context.clock());
    context.metrics().gauge("sealbus.fetcher.sources.silent", silence, SourceSilence::count);
    context.health().describe(SignatureFetcherHandler.SERVICE + ".sources", silence::findings);
    vertx.setPeriodic(REPORT_MILLIS, tick -> silence.report());
    return silence;
  }

  private Reconciler reconciler(
      PulledQuestions questions, LedgerImages known, ObservedEvents observed) {
    var made =
        new Reconciler(
            config.reconcile(),
            known,
            questions,
            observed,
            (now, failures, wish) ->
                config.retries().next(now, failures, wish, RandomGenerator.getDefault()),
            context.clock(),
            context.metrics());
    context.health().describe(SignatureFetcherHandler.SERVICE + ".reconcile", made::findings);
    return made;
  }

  private void watchPods(String cluster, LedgerImages known, ObservedEvents observed) {
    PodWatch watch =
        PodWatch.start(
            cluster,
            config.pods(),
            known::owns,
            (name, image) ->
                observed.tell(
                    ObservedEvents.PODS + name,
                    ImageAction.UNKNOWN,
                    image.repository(),
                    image.tag(),
                    image.digest()),
            context.clock());
    pods.add(watch);
    context
        .metrics()
        .gauge(
            "sealbus.fetcher.pods.images",
            List.of(Tag.of("cluster", cluster)),
            watch,
            PodWatch::inUse);
    context
        .health()
        .describe(SignatureFetcherHandler.SERVICE + ".pods." + cluster, watch::findings);
  }

  private RecordLoop.Setup setup() {
    return new RecordLoop.Setup(
        SignatureFetcherHandler.SERVICE,
        context.bus(),
        List.of(TopicCatalogue.IMAGE_EVENTS),
        List.of(TopicCatalogue.IMAGES, TopicCatalogue.EVIDENCE),
        MAX_IN_FLIGHT,
        context.clock());
  }

  private void retryDue(RecordLoop through, SignatureFetcherHandler handler, FetchLedger ledger) {
    for (FetchLedger.Due due : ledger.takeDue(context.clock().instant(), MAX_DUE)) {
      through.submit(
          Repositories.of(due.place().key()),
          () -> {
            try {
              return handler.retry(due);
            } catch (RuntimeException e) {
              LOG.atError()
                  .setCause(e)
                  .addKeyValue("key", due.place().key())
                  .log("an attempt failed by our own fault");
              ledger.putBack(due, context.clock().instant().plus(AFTER_FAULT));
              return List.of();
            }
          });
    }
  }

  /** As many as there is room for; each that is done makes room for the next. */
  private void refreshStale(
      RecordLoop through, SignatureFetcherHandler handler, StaleEvidence stale) {
    for (StaleEvidence.Stale one : stale.take(MAX_BULK - bulk.get())) {
      bulk.incrementAndGet();
      through.submit(
          Repositories.of(one.key()),
          () -> {
            try {
              return handler.refresh(one);
            } finally {
              bulk.decrementAndGet();
              refreshStale(through, handler, stale);
            }
          });
    }
  }

  @Override
  public Future<?> stop() {
    if (webhooks != null) {
      webhooks.close();
    }
    if (reconciler != null) {
      reconciler.close();
    }
    pods.forEach(PodWatch::close);
    followers.forEach(TopicFollower::close);
    if (loop != null) {
      loop.close();
    }
    if (client != null) {
      client.close();
    }
    return Future.succeededFuture();
  }

  private static final class Definition implements ServiceDefinition {
    @Override
    public String name() {
      return SignatureFetcherHandler.SERVICE;
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return SignatureFetcherConfig.KEYS;
    }

    @Override
    public VerticleBase create(ServiceContext context, Configuration configuration) {
      return new SignatureFetcherService(
          context, SignatureFetcherConfig.from(configuration, context.clock()));
    }
  }
}
