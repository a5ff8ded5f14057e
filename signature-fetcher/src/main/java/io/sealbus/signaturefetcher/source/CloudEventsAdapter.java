package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.List;

/** CloudEvents of anyone's, of the types and with the data that {@code docs/webhooks.md} gives. */
final class CloudEventsAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    return CloudEvent.each(delivery, CloudEventsAdapter::notice);
  }

  private static Notice notice(CloudEvent event) throws UnusableException {
    ImageAction action =
        switch (event.type()) {
          case "io.sealbus.image.pushed" -> ImageAction.PUSH;
          case "io.sealbus.image.deleted" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN) {
      return new Unrelated();
    }
    Fields data = event.data();
    String registry = data.text("registry");
    String repository = data.require("repository");
    return new Changed(
        event.id(),
        action,
        registry == null ? Where.claimed(null, repository) : Where.at(registry, repository),
        What.of(data.text("tag"), data.text("digest"))
            .withMediaType(data.text("mediaType"))
            .withArtifactType(data.text("artifactType"))
            .withSubject(data.text("subject")),
        event.time());
  }
}
