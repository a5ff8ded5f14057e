package io.sealbus.renderer.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.TopicCatalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders when policies changed, and brings the bus to what was rendered. Not safe for use by
 * several threads.
 */
final class Publisher {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Tables tables;
  private final RecordSender sender;
  private final InstantSource clock;
  private final Counter published;
  private final Counter failed;
  private final Timer duration;
  private final AtomicInteger held;
  private PolicyRendering.@Nullable Rendering last;

  /** What is rendered, and what stands on the bus. */
  record Tables(
      PolicyTable policies,
      Published<NodeFileRecord> files,
      Published<PolicyStatusRecord> statuses) {}

  Publisher(Tables tables, RecordSender sender, InstantSource clock, MeterRegistry metrics) {
    this.tables = tables;
    this.sender = sender;
    this.clock = clock;
    this.published = metrics.counter("sealbus.renderer.published");
    this.failed = metrics.counter("sealbus.renderer.render.failures");
    this.duration = metrics.timer("sealbus.renderer.render");
    this.held = new AtomicInteger();
    metrics.gauge("sealbus.renderer.held", held);
  }

  /**
   * Does what there is to do, once.
   *
   * @return whether it is done; otherwise the bus did not take it and it has to be tried again
   */
  boolean publish() throws InterruptedException {
    PolicyTable.Snapshot policies = tables.policies().snapshot();
    PolicyRendering.Rendering before = last;
    PolicyRendering.Rendering now =
        before != null && before.version() == policies.version() ? before : render(policies);
    var plan =
        new PublishPlan(now, tables.files().values(), tables.statuses().values(), now != before);
    if (plan.isBehind()) {
      // Not remembered as the last one: when the bus is no longer ahead, this is a change still.
      held.set(1);
      log.atWarn()
          .addKeyValue("policyVersion", now.version())
          .log("not published: the bus shows a newer version of the policies");
      return true;
    }
    held.set(now.error() == null ? 0 : 1);
    if (send(plan.records(clock.instant()))) {
      last = now;
      return true;
    }
    return false;
  }

  private PolicyRendering.Rendering render(PolicyTable.Snapshot policies) {
    PolicyRendering.Rendering rendering = duration.record(() -> PolicyRendering.of(policies));
    if (rendering == null) {
      throw new IllegalStateException("a timer gives what it was given");
    }
    if (rendering.error() != null) {
      failed.increment();
      log.atWarn()
          .addKeyValue("policyVersion", rendering.version())
          .addKeyValue("error", rendering.error())
          .log("nothing rendered; nodes keep the files that they have");
    }
    rendering.warnings().forEach(w -> log.atWarn().addKeyValue("warning", w).log("rendered"));
    return rendering;
  }

  /**
   * Sends, and waits until the tables show it: what is decided next rests on them.
   *
   * @return whether both was done in time
   */
  private boolean send(List<OutgoingRecord<?>> records) throws InterruptedException {
    TraceContext trace = TraceContext.root();
    var sent = new LinkedHashMap<CompletableFuture<Long>, Published<?>>();
    for (OutgoingRecord<?> record : records) {
      boolean file = record.topic().equals(TopicCatalogue.NODE_FILES);
      sent.put(sender.send(record, trace), file ? tables.files() : tables.statuses());
    }
    try {
      for (Map.Entry<CompletableFuture<Long>, Published<?>> one : sent.entrySet()) {
        long offset = one.getKey().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        published.increment();
        if (!one.getValue().await(offset, PATIENCE)) {
          log.atWarn().addKeyValue("offset", offset).log("what was published is not read back");
          return false;
        }
      }
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().setCause(e).log("the bus did not take what was rendered");
      return false;
    }
  }
}
