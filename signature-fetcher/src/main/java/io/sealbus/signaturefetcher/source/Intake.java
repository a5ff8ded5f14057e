package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.bus.DeadLetters;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deliveries whose senders are known: reads them, leaves out what came before, and makes the
 * rest durable, what cannot be used as a dead letter.
 */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final String SERVICE = "signature-fetcher";

  private final EventReader reader;
  private final RecentEvents recent;
  private final Stowage stowage;
  private final SourceMetrics metrics;

  Intake(EventReader reader, RecentEvents recent, Stowage stowage, SourceMetrics metrics) {
    this.reader = reader;
    this.recent = recent;
    this.stowage = stowage;
    this.metrics = metrics;
  }

  /** Takes one; blocks until it is safe, or until that has failed. */
  Reply take(Source source, Delivery delivery, TraceContext trace) {
    Reading reading = reader.read(source, delivery);
    String handshake = reading.handshake();
    if (handshake != null) {
      return new Reply.Confirmed(handshake);
    }
    var durable = new CompletableFuture<@Nullable Void>();
    RecentEvents.Claim claim = recent.claim(reading.events(), durable, delivery.receivedAt());
    List<OutgoingRecord<?>> letters = letters(source, delivery, reading);
    var records = new ArrayList<OutgoingRecord<?>>();
    claim.fresh().forEach(seen -> records.add(record(seen.event())));
    records.addAll(letters);
    try {
      stowage.stow(source, new Parcel(records, trace));
      durable.complete(null);
      claim.others().join();
    } catch (StowageException | RuntimeException e) {
      // Whoever waits for these events has to hear of it, whatever it was.
      LOG.atWarn()
          .addKeyValue("source", source.id())
          .addKeyValue("reason", e.getMessage())
          .log("a delivery found no place");
      recent.forget(claim);
      durable.completeExceptionally(e);
      return new Reply.Unavailable();
    }
    metrics.taken(source, reading, claim.fresh().size());
    return new Reply.Safe(
        new JsonObject()
            .put("accepted", claim.fresh().size())
            .put("duplicates", reading.events().size() - claim.fresh().size())
            .put("skipped", reading.unrelated())
            .put("setAside", letters.size()));
  }

  private static OutgoingRecord<ImageEventRecord> record(ImageEventRecord event) {
    return OutgoingRecord.of(
        TopicCatalogue.IMAGE_EVENTS, event.getRegistry() + "/" + event.getRepository(), event);
  }

  private static List<OutgoingRecord<?>> letters(
      Source source, Delivery delivery, Reading reading) {
    var letters = new ArrayList<OutgoingRecord<?>>();
    String fault = reading.fault();
    if (fault != null) {
      letters.add(letter(source, delivery, ReasonCode.IMAGE_EVENT_INVALID, fault));
    }
    if (reading.foreign() > 0) {
      String message = reading.foreign() + " events of registries that are not configured";
      letters.add(letter(source, delivery, ReasonCode.REGISTRY_NOT_ALLOWED, message));
    }
    return letters;
  }

  private static OutgoingRecord<?> letter(
      Source source, Delivery delivery, ReasonCode code, String message) {
    return DeadLetters.ofRequest(
        SERVICE,
        source.id(),
        delivery.body().toArray(),
        code.name(),
        message,
        delivery.receivedAt());
  }
}
