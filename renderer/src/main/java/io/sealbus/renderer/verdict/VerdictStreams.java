package io.sealbus.renderer.verdict;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sealbus.runtime.http.Problem;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams that are open. */
final class VerdictStreams {
  private static final Logger log = LoggerFactory.getLogger(VerdictStreams.class);
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final VerdictStore store;
  private final VerdictStream.Shared shared;
  private final StreamBounds bounds;
  private final MeterRegistry metrics;
  private final Set<VerdictStream> open = ConcurrentHashMap.newKeySet();

  VerdictStreams(
      VerdictStore store, VerdictStream.Shared shared, StreamBounds bounds, MeterRegistry metrics) {
    this.store = store;
    this.shared = shared;
    this.bounds = bounds;
    this.metrics = metrics;
    metrics.gaugeCollectionSize("sealbus.renderer.streams", Tags.empty(), open);
  }

  void open(RoutingContext context) {
    try {
      VerdictQuery query = VerdictQuery.of(context.queryParams(), VerdictQuery.FOR_STREAM);
      OffsetVector last = lastEventId(context.request().getHeader("Last-Event-ID"));
      if (open.size() >= bounds.clients()) {
        VerdictRoutes.unavailable(context, "TOO_MANY_STREAMS", "All streams are taken.");
      } else {
        open(context, query, last);
      }
    } catch (VerdictQuery.InvalidParameterException e) {
      Problem.of(400, "INVALID_PARAMETER", String.valueOf(e.getMessage())).send(context);
    }
  }

  private void open(RoutingContext context, VerdictQuery query, @Nullable OffsetVector last) {
    // The place first, then the horizon: what is purged in between makes the client start anew.
    VerdictFeed.Position position = shared.feed().position();
    StreamStart start = StreamStart.of(last, query.snapshot(), position, store.horizon());
    var self = new AtomicReference<VerdictStream>();
    var stream =
        new VerdictStream(
            context.vertx(),
            context.request(),
            shared,
            query.filter(),
            start,
            code -> ended(self.get(), code));
    self.set(stream);
    open.add(stream);
    stream.begin(start.forget(), bounds.heartbeat());
  }

  private void ended(VerdictStream stream, String code) {
    open.remove(stream);
    metrics.counter("sealbus.renderer.streams.ended", "reason", code).increment();
  }

  private static @Nullable OffsetVector lastEventId(@Nullable String header)
      throws VerdictQuery.InvalidParameterException {
    return header == null
        ? null
        : OffsetVector.parse(header)
            .orElseThrow(() ->
                new VerdictQuery.InvalidParameterException(
                    "Last-Event-ID (expected: an id of this stream)"));
  }

  /** Ends all of them; waits a second at most until their clients have been told. */
  void stop() {
    List<Future<Void>> stopping = open.stream().map(VerdictStream::stop).toList();
    try {
      Future.join(stopping)
          .toCompletionStage()
          .toCompletableFuture()
          .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.atDebug().setCause(e).log("not every stream took its farewell");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How streams are bounded.
   *
   * @param clients most at one time
   * @param heartbeat how often there is a sign of life
   */
  record StreamBounds(int clients, Duration heartbeat) {}
}
