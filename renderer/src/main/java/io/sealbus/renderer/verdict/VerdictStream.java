package io.sealbus.renderer.verdict;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream. It holds a place on the topic and nothing else: what the client has not
 * taken yet stays in the feed or, further back, in the table. Runs on the request's event loop.
 */
final class VerdictStream {
  private static final Logger log = LoggerFactory.getLogger(VerdictStream.class);
  private static final String LEFT = "CLIENT_LEFT";
  private static final int AT_ONCE = 64;
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Context context;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final VerdictFeed feed;
  private final VerdictCatchUp.Source source;
  private final VerdictFilter filter;
  private final Duration patience;
  private final Consumer<String> onEnd;
  private final AtomicBoolean wakeUp = new AtomicBoolean();
  private final Runnable wake = this::wake;
  private final int generation;
  private OffsetVector next;
  private long sequence;
  private @Nullable VerdictCatchUp catchUp;
  private boolean reading;
  private boolean ended;
  private boolean live;
  private long heartbeatTimer = -1;
  private long patienceTimer = -1;

  /** What all streams of a service share. */
  record Shared(VerdictFeed feed, VerdictCatchUp.Source source, Duration patience) {}

  VerdictStream(
      Vertx vertx,
      HttpServerRequest request,
      Shared shared,
      VerdictFilter filter,
      StreamStart start,
      Consumer<String> onEnd) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.response = request.response();
    this.feed = shared.feed();
    this.source = shared.source();
    this.filter = filter;
    this.patience = shared.patience();
    this.onEnd = onEnd;
    this.generation = start.position().generation();
    this.next = start.next();
    this.sequence = start.position().sequence();
    this.catchUp =
        start.live() ? null : source.from(start.next(), start.position(), start.snapshot());
  }

  /** Begins to write. */
  void begin(boolean forget, Duration heartbeat) {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        // A proxy that collects a stream before passing it on makes it useless.
        .putHeader("X-Accel-Buffering", "no");
    response.closeHandler(closed -> over(LEFT));
    response.exceptionHandler(failure -> over(LEFT));
    if (forget) {
      response.write(
          ServerSentEvents.event("reset", new JsonObject())
              + ServerSentEvents.end(OffsetVector.BEGINNING));
    }
    heartbeatTimer = vertx.setPeriodic(heartbeat.toMillis(), timer -> beat());
    feed.listen(wake);
    pump();
  }

  private void wake() {
    if (wakeUp.compareAndSet(false, true)) {
      context.runOnContext(nothing -> {
        wakeUp.set(false);
        pump();
      });
    }
  }

  private void beat() {
    if (!ended && !response.writeQueueFull()) {
      response.write(ServerSentEvents.heartbeat(next));
    }
  }

  private void pump() {
    if (ended || reading) {
      return;
    }
    if (feed.generation() != generation) {
      end("TABLE_REBUILT", "The table of verdicts is built anew; connect again.");
    } else if (response.writeQueueFull()) {
      awaitDrain();
    } else if (catchUp != null) {
      readTable(catchUp);
    } else {
      readFeed();
    }
  }

  private void readTable(VerdictCatchUp from) {
    reading = true;
    vertx
        .executeBlocking(from::page, false)
        .onComplete(page -> {
          reading = false;
          if (page.failed()) {
            log.atWarn().setCause(page.cause()).log("stream cannot read the table");
            end("VERDICTS_UNAVAILABLE", "The table of verdicts does not answer; connect again.");
            return;
          }
          write(page.result());
          if (from.done()) {
            catchUp = null;
            sequence = from.position().sequence();
            next = next.max(from.position().next());
          }
          pump();
        });
  }

  private void readFeed() {
    List<VerdictEvent> events = feed.from(sequence, AT_ONCE);
    if (events == null) {
      catchUp = source.from(next, feed.position(), false);
      pump();
      return;
    }
    if (!live) {
      live = true;
      response.write(ServerSentEvents.event("live", new JsonObject()) + ServerSentEvents.end(next));
    }
    sequence += events.size();
    write(events);
    if (!events.isEmpty()) {
      wake();
    }
  }

  private void write(List<VerdictEvent> events) {
    for (VerdictEvent event : events) {
      VerdictChange change = event.change();
      // The table may have been ahead of the feed.
      if (!ended && change.offset() >= next.of(change.partition())) {
        next = next.after(change.partition(), change.offset());
        if (event.concerns(filter)) {
          response.write(event.text() + ServerSentEvents.end(next));
        }
      }
    }
  }

  private void awaitDrain() {
    if (patienceTimer < 0) {
      patienceTimer =
          vertx.setTimer(
              patience.toMillis(),
              timer -> end("SLOW_CONSUMER", "Events were not taken in time; connect again."));
      response.drainHandler(drained -> {
        vertx.cancelTimer(patienceTimer);
        patienceTimer = -1;
        pump();
      });
    }
  }

  /** Ends the stream, from any thread; completes when the client has been told. */
  Future<Void> stop() {
    Promise<Void> told = Promise.promise();
    context.runOnContext(
        nothing -> end("STOPPING", "The service stops; connect again.").onComplete(told));
    return told.future();
  }

  private Future<Void> end(String code, String detail) {
    if (ended) {
      return Future.succeededFuture();
    }
    over(code);
    log.atInfo().addKeyValue("reason", code).log("stream ended");
    var data = new JsonObject().put("code", code).put("detail", detail);
    // Who does not read does not take the farewell either.
    vertx.setTimer(FAREWELL.toMillis(), timer -> cut());
    return response.end(ServerSentEvents.event("closed", data) + ServerSentEvents.end(next));
  }

  private void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      request.connection().close();
    }
  }

  private void over(String code) {
    if (!ended) {
      ended = true;
      feed.forget(wake);
      vertx.cancelTimer(heartbeatTimer);
      vertx.cancelTimer(patienceTimer);
      onEnd.accept(code);
    }
  }
}
