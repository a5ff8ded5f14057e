package io.sealbus.signaturefetcher.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.registry.StrictJson;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * zot, which sends CloudEvents, each once and never again. No event says which registry it is from.
 *
 * @see <a href="https://zotregistry.dev/latest/articles/events/">zot, Events</a>
 */
final class ZotAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    return CloudEvent.each(delivery, ZotAdapter::notice);
  }

  private static Notice notice(CloudEvent event) throws UnusableException {
    ImageAction action =
        switch (event.type()) {
          case "zotregistry.image.updated" -> ImageAction.PUSH;
          case "zotregistry.image.deleted" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN) {
      return new Unrelated();
    }
    Fields data = event.data();
    String digest = data.text("digest");
    What what = What.of(data.text("reference"), digest).withMediaType(data.text("mediaType"));
    return new Changed(
        event.id(),
        action,
        Where.claimed(null, data.require("name")),
        withManifest(what, data.text("manifest")),
        event.time());
  }

  /** The manifest comes along; it is the one with that digest or no manifest at all. */
  private static What withManifest(What what, @Nullable String manifest) {
    if (manifest == null || !Digest.sha256(manifest).text().equals(what.digest())) {
      return what;
    }
    try {
      JsonNode json = StrictJson.parse(Bytes.utf8(manifest));
      String artifactType = StrictJson.text(json.path("artifactType"));
      String subject = StrictJson.text(json.path("subject").path("digest"));
      return what.withArtifactType(artifactType.isEmpty() ? null : artifactType)
          .withSubject(subject.isEmpty() ? null : subject);
    } catch (JsonProcessingException e) {
      return what;
    }
  }
}
