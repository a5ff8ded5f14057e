package io.sealbus.renderer.verdict;

import io.micrometer.core.instrument.Gauge;
import io.sealbus.renderer.TableFollower;
import io.sealbus.renderer.TopicIdentity;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The part of the renderer that has to do with verdicts: topic to table to HTTP. */
public final class Verdicts implements AutoCloseable {
  private static final String PART = "renderer.verdicts";

  /**
   * A transaction costs as much for one verdict as for ten: those of a twentieth of a second are
   * written together, which no reader of a table or a screen notices.
   */
  private static final Duration TOGETHER = Duration.ofMillis(50);

  private final VerdictStore store;
  private final VerdictTable table;
  private final TableFollower follower;
  private final VerdictStreams streams;
  private final VerdictRoutes routes;

  /**
   * How streams are bounded.
   *
   * @param clients most at one time
   * @param heartbeat how often there is a sign of life
   * @param patience how long a client may leave events untaken
   */
  public record Streams(int clients, Duration heartbeat, Duration patience) {}

  /**
   * Opens the database.
   *
   * @throws io.sealbus.runtime.config.ConfigurationException where it cannot be used
   */
  public Verdicts(
      String service, ServiceContext context, DatabaseSettings database, Streams bounds) {
    var topic = TopicCatalogue.VERDICTS;
    RecordCodec<VerdictRecord> codec = context.codecs().codec(topic);
    store = VerdictStore.open(database, TopicIdentity.of(context.bus(), topic), context.clock());
    var feed = new VerdictFeed(store.next());
    table =
        new VerdictTable(
            service, codec, store, feed, context.sender(), context.clock(), context.metrics());
    follower =
        new TableFollower(
            context.bus(), topic, context.bus().names().prefix() + "." + service, TOGETHER, table);
    streams =
        new VerdictStreams(
            store,
            new VerdictStream.Shared(
                feed, new VerdictCatchUp.Source(store.reads(), codec), bounds.patience()),
            new VerdictStreams.StreamBounds(bounds.clients(), bounds.heartbeat()),
            context.metrics());
    routes = new VerdictRoutes(store.reads(), codec, streams, follower::complete);
    context.health().add(PART, () -> follower.complete() && !table.failing());
    Gauge.builder("sealbus.renderer.verdicts.complete", () -> follower.complete() ? 1 : 0)
        .register(context.metrics());
    routes.mount(context.router());
  }

  /** Begins to follow the topic; completes when the table holds what stood on it. */
  public CompletableFuture<Void> start() {
    return follower.start();
  }

  @Override
  public void close() {
    streams.stop();
    follower.close();
    store.close();
  }
}
