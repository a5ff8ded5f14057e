package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quay's push notification. It has neither a digest nor an id nor a time, and pushes by digest are
 * not notified at all.
 *
 * @see <a href="https://docs.quay.io/guides/notifications.html">Quay, Repository Notifications</a>
 */
final class QuayAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    Fields body = Fields.parse(delivery.body());
    String repository = body.require("repository");
    if (!body.has("updated_tags")) {
      // Of the other notifications, such as a scan's, none has tags that were updated.
      return List.of(new Unrelated());
    }
    var notices = new ArrayList<Notice>();
    for (String tag : tags(body)) {
      notices.add(
          new Changed(
              null,
              ImageAction.PUSH,
              Where.claimed(host(body.text("docker_url")), repository),
              What.of(tag, null),
              null));
    }
    return notices;
  }

  /** A list; in old releases an object whose members are the tags. */
  private static List<String> tags(Fields body) throws UnusableException {
    List<JsonNode> list = body.array("updated_tags");
    if (list == null) {
      return body.object("updated_tags").names();
    }
    var tags = new ArrayList<String>();
    for (JsonNode tag : list) {
      if (!tag.isTextual()) {
        throw new UnusableException("a tag is no text");
      }
      tags.add(tag.asText());
    }
    return tags;
  }

  private static @Nullable String host(@Nullable String url) {
    int slash = url == null ? -1 : url.indexOf('/');
    return url == null || slash < 1 ? null : url.substring(0, slash);
  }
}
