package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.Unusable;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The CNCF Distribution registry, releases 2 and 3, and registries built on it, such as GitLab's.
 *
 * @see <a href="https://distribution.github.io/distribution/about/notifications/">Distribution,
 *     Work with notifications</a>
 */
final class DistributionAdapter implements Adapter {
  /** Content types of the envelope: of releases 2 and 3, and what proxies make of them. */
  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.docker.distribution.events.v1+json",
          "application/vnd.docker.distribution.events.v2+json",
          "application/json");

  private static final Set<String> MANIFESTS =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    if (!MEDIA_TYPES.contains(delivery.mediaType())) {
      throw new UnusableException("the body is of another media type");
    }
    List<JsonNode> events = Fields.parse(delivery.body()).array("events");
    if (events == null) {
      throw new UnusableException("the body is no envelope of events");
    }
    var notices = new ArrayList<Notice>();
    for (JsonNode event : events) {
      notices.add(notice(event));
    }
    return notices;
  }

  /**
   * Events of one envelope have nothing to do with each other, nor does a bad one with the rest.
   */
  private static Notice notice(JsonNode event) {
    try {
      return notice(Fields.of(event));
    } catch (UnusableException e) {
      return new Unusable(e.problem());
    }
  }

  private static Notice notice(Fields event) throws UnusableException {
    String action = event.require("action");
    Fields target = event.object("target");
    String mediaType = target.text("mediaType");
    boolean manifest = mediaType != null && MANIFESTS.contains(mediaType);
    return switch (action) {
      // A pushed layer is told in the same words as a pushed manifest; only its type differs.
      case "push" -> manifest ? changed(event, target, ImageAction.PUSH) : new Unrelated();
      case "delete" -> changed(event, target, ImageAction.DELETE);
      case "pull", "mount" -> new Unrelated();
      default -> throw new UnusableException("an event of an unknown action");
    };
  }

  private static Notice changed(Fields event, Fields target, ImageAction action)
      throws UnusableException {
    String type = target.text("mediaType");
    // The host is whatever the client that pushed called the registry.
    return new Changed(
        event.get("id").isTextual() ? event.text("id") : null,
        action,
        Where.claimed(event.object("request").text("host"), target.require("repository")),
        What.of(target.text("tag"), target.text("digest"))
            .withMediaType(type != null && MANIFESTS.contains(type) ? type : null)
            .withArtifactType(target.text("artifactType")),
        Fields.time(event.text("timestamp")));
  }
}
