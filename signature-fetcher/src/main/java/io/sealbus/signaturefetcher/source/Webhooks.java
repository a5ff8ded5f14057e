package io.sealbus.signaturefetcher.source;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.config.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sources of one process, from their routes to the bus. */
public final class Webhooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

  /** Senders give up after 3 to 10 seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration DRAIN_PAUSE = Duration.ofMillis(500);

  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private final @Nullable Spool spool;
  private final @Nullable SpoolDrain drain;

  private Webhooks(@Nullable Spool spool, @Nullable SpoolDrain drain) {
    this.spool = spool;
    this.drain = drain;
  }

  /**
   * Mounts the routes, and begins to bring to the bus what waits on disk.
   *
   * @param allowed whether a registry may be contacted
   * @throws ConfigurationException where the spool's directory cannot be had
   */
  public static Webhooks start(
      SourcesConfig config,
      Predicate<String> allowed,
      RecordSender sender,
      Vertx vertx,
      Router router,
      MeterRegistry registry,
      InstantSource clock) {
    var metrics = new SourceMetrics(registry);
    Outlet outlet = Outlet.to(sender);
    Spool spool = config.needsSpool() ? open(config) : null;
    SpoolDrain drain = null;
    if (spool != null) {
      metrics.watch(spool);
      drain = SpoolDrain.start(spool, outlet, DRAIN_PAUSE);
    }
    var webhooks = new Webhooks(spool, drain);
    var intake =
        new Intake(
            new EventReader(allowed),
            new RecentEvents(config.window()),
            new Stowage(outlet, spool, PATIENCE, webhooks.sending),
            metrics);
    new WebhookRoutes(vertx, config.sources(), intake, clock, metrics, WebhookRoutes.WITHIN)
        .mount(router);
    return webhooks;
  }

  private static Spool open(SourcesConfig config) {
    try {
      return Spool.open(config.spool(), config.spoolBytes());
    } catch (IOException e) {
      throw new ConfigurationException("fetcher.spool.directory: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    if (drain != null) {
      drain.close();
    }
    sending.shutdownNow();
    if (spool != null) {
      try {
        spool.close();
      } catch (IOException e) {
        LOG.atWarn().setCause(e).log("the spool was not closed");
      }
    }
  }
}
