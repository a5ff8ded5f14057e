package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.signaturefetcher.source.Notice.Foreign;
import io.sealbus.signaturefetcher.source.Notice.Handshake;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Azure Container Registry through Event Grid, in Event Grid's own schema and as CloudEvents. A
 * subscription is confirmed for configured topics alone, by echoing its code; its {@code
 * validationUrl} is never called.
 *
 * @see <a href="https://learn.microsoft.com/azure/event-grid/event-schema-container-registry">Azure
 *     Container Registry as an Event Grid source</a>
 * @see <a
 *     href="https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema">Endpoint
 *     validation with Event Grid event schema</a>
 */
final class EventGridAdapter implements Adapter {
  private static final String VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent";
  private static final Set<String> TYPES =
      Set.of("Microsoft.ContainerRegistry.ImagePushed", "Microsoft.ContainerRegistry.ImageDeleted");

  private final Set<String> topics;

  /** For subscriptions of {@code topics}, the registries' resource ids. */
  EventGridAdapter(Set<String> topics) {
    this.topics = topics.stream().map(EventGridAdapter::folded).collect(Collectors.toSet());
  }

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    JsonNode body = Fields.value(delivery.body());
    var notices = new ArrayList<Notice>();
    // An array of one by default; CloudEvents come as one or as a batch.
    for (JsonNode event : body.isArray() ? Fields.elements(body) : List.of(body)) {
      try {
        notices.add(notice(Fields.of(event)));
      } catch (UnusableException e) {
        notices.add(new Unusable(e.problem()));
      }
    }
    return notices;
  }

  private Notice notice(Fields event) throws UnusableException {
    boolean cloudEvent = event.has("specversion");
    String type = event.require(cloudEvent ? "type" : "eventType");
    if (!topics.contains(folded(event.require(cloudEvent ? "source" : "topic")))) {
      return new Foreign();
    }
    Fields data = event.object("data");
    if (type.equals(VALIDATION)) {
      return new Handshake(data.require("validationCode"));
    }
    return TYPES.contains(type) ? AcrAdapter.notice(data, event.text("id")) : new Unrelated();
  }

  /** Names of Azure's resources have no case. */
  private static String folded(String topic) {
    return topic.toLowerCase(Locale.ROOT);
  }
}
