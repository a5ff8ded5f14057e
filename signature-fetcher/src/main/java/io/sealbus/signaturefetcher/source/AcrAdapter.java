package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of Azure Container Registry itself.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/container-registry/container-registry-webhook-reference">Azure
 *     Container Registry webhook reference</a>
 */
final class AcrAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    Fields body = Fields.parse(delivery.body());
    return List.of(notice(body, body.text("id")));
  }

  /** What is told; Event Grid tells it in the same words, under an id of its own. */
  static Notice notice(Fields body, @Nullable String id) throws UnusableException {
    ImageAction action =
        switch (body.require("action")) {
          case "push" -> ImageAction.PUSH;
          case "delete" -> ImageAction.DELETE;
          // Charts, quarantine, and the ping that tests a webhook.
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN) {
      return new Unrelated();
    }
    Fields target = body.object("target");
    return new Changed(
        id,
        action,
        Where.claimed(body.object("request").text("host"), target.require("repository")),
        What.of(target.text("tag"), target.text("digest")).withMediaType(target.text("mediaType")),
        Fields.time(body.text("timestamp")));
  }
}
