package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Harbor, in its own format and as CloudEvents; which of them is seen from the body, so that a
 * policy's format can be changed at any time.
 *
 * <p>Where an artifact was pushed by digest, Harbor writes the digest where the tag stands.
 * CloudEvents get a fresh id for each webhook policy, while the request of the push is the same for
 * all of them.
 *
 * @see <a
 *     href="https://goharbor.io/docs/latest/working-with-projects/project-configuration/configure-webhooks/">Harbor,
 *     Configure Webhook Notifications</a>
 */
final class HarborAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    Fields body = Fields.parse(delivery.body());
    boolean cloudEvent = body.has("specversion");
    ImageAction action = action(body.require("type"));
    if (action == ImageAction.UNKNOWN) {
      return List.of(new Unrelated());
    }
    Fields data = body.object(cloudEvent ? "data" : "event_data");
    String request = cloudEvent ? body.text("requestid") : null;
    String id = request == null && cloudEvent ? body.text("id") : request;
    Instant at = cloudEvent ? Fields.time(body.text("time")) : Fields.seconds(body.get("occur_at"));
    String repository = data.object("repository").require("repo_full_name");
    List<JsonNode> resources = data.array("resources");
    if (resources == null || resources.isEmpty()) {
      throw new UnusableException("resources are missing");
    }
    var notices = new ArrayList<Notice>();
    for (JsonNode each : resources) {
      Fields resource = Fields.of(each);
      notices.add(
          new Changed(
              id,
              action,
              Where.claimed(host(resource.text("resource_url")), repository),
              What.of(resource.text("tag"), resource.text("digest")),
              at));
    }
    return notices;
  }

  private static ImageAction action(String type) {
    return switch (type) {
      case "PUSH_ARTIFACT", "harbor.artifact.pushed" -> ImageAction.PUSH;
      case "DELETE_ARTIFACT", "harbor.artifact.deleted" -> ImageAction.DELETE;
      default -> ImageAction.UNKNOWN;
    };
  }

  /** What stands before the first slash; the URL has no scheme. */
  private static @Nullable String host(@Nullable String url) {
    int slash = url == null ? -1 : url.indexOf('/');
    return url == null || slash < 1 ? null : url.substring(0, slash);
  }
}
