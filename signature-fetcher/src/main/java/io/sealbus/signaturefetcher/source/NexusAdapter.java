package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Foreign;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.List;

/**
 * Components of Sonatype Nexus Repository 3. Its Docker repositories have ports or hosts of their
 * own, which no event names: {@link PullPlaces} knows them.
 *
 * @see <a href="https://help.sonatype.com/en/webhooks.html">Nexus Repository, Webhooks</a>
 */
final class NexusAdapter implements Adapter {
  private final PullPlaces places;

  NexusAdapter(PullPlaces places) {
    this.places = places;
  }

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    if (!"rm:repository:component".equals(delivery.header("X-Nexus-Webhook-Id"))) {
      return List.of(new Unrelated());
    }
    Fields body = Fields.parse(delivery.body());
    Fields component = body.object("component");
    ImageAction action =
        switch (body.require("action")) {
          case "CREATED", "UPDATED" -> ImageAction.PUSH;
          case "DELETED" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN || !"docker".equals(component.text("format"))) {
      return List.of(new Unrelated());
    }
    String repository = body.require("repositoryName");
    if (places.isAny() && !places.names(repository)) {
      return List.of(new Foreign());
    }
    String image = component.require("name");
    return List.of(
        new Changed(
            delivery.header("X-Nexus-Webhook-Delivery"),
            action,
            places.find(repository, image).orElseGet(() -> Where.claimed(null, image)),
            What.of(component.require("version"), null),
            Fields.time(body.text("timestamp"))));
  }
}
