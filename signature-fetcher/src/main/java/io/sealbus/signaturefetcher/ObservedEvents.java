package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.reconcile.Finding;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.source.Outlet;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells what Sealbus saw itself, as image events like any sender's: from here on there is one way
 * for all of them.
 */
final class ObservedEvents implements Finding.Sink {
  /** On each event that Sealbus tells itself: nobody is waiting for it. */
  static final String HEADER = "sealbus_observed";

  /** The source of what some event should have told. */
  static final String RECONCILE = "reconcile";

  /** The source of what was found where nothing was known. */
  static final String DISCOVERY = "discovery";

  /** What the sources of what runs in clusters begin with. */
  static final String PODS = "pods/";

  private static final Logger LOG = LoggerFactory.getLogger(ObservedEvents.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Outlet outlet;
  private final InstantSource clock;

  ObservedEvents(Outlet outlet, InstantSource clock) {
    this.outlet = outlet;
    this.clock = clock;
  }

  /** Whether a source is Sealbus itself. */
  static boolean isObserved(String source) {
    return source.equals(RECONCILE) || source.equals(DISCOVERY) || source.startsWith(PODS);
  }

  @Override
  public void tell(Finding finding) throws InterruptedException {
    String name = finding.tag() == null ? "@" + finding.digest() : ":" + finding.tag();
    LOG.atLevel(finding.missed() ? Level.INFO : Level.DEBUG)
        .addKeyValue("image", finding.repository() + name)
        .addKeyValue("change", finding.change())
        .log("no event told of this");
    tell(
        finding.missed() ? RECONCILE : DISCOVERY,
        finding.change().isGone() ? ImageAction.DELETE : ImageAction.PUSH,
        finding.repository(),
        finding.tag(),
        finding.digest());
  }

  /** Tells, and waits until it is durable, however long the bus is away. */
  void tell(
      String source,
      ImageAction action,
      RepositoryName repository,
      @Nullable String tag,
      @Nullable Digest digest)
      throws InterruptedException {
    ImageEventRecord event =
        ImageEventRecord.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setSource(source)
            .setAuthenticity(Authenticity.OBSERVED)
            .setAction(action)
            .setRegistry(repository.registry())
            .setRepository(repository.path())
            .setTag(tag)
            .setDigest(digest == null ? null : digest.text())
            .setReceivedAt(clock.instant())
            .build();
    List<OutgoingRecord<?>> records =
        List.of(
            new OutgoingRecord<>(
                TopicCatalogue.IMAGE_EVENTS, repository.toString(), event, Map.of(HEADER, source)));
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        outlet.send(records, TraceContext.root()).get();
        return;
      } catch (ExecutionException e) {
        LOG.atWarn().addKeyValue("source", source).log("the bus is away: {}", e.getMessage());
        Thread.sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    }
  }
}
