package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The predefined webhooks of JFrog Artifactory's Docker domain. The repository that people pull
 * from is mostly a virtual one, which the payload does not name: {@link PullPlaces} knows it.
 *
 * @see <a
 *     href="https://jfrog.com/help/r/jfrog-platform-administration-documentation/webhooks">JFrog,
 *     Webhooks</a>
 */
final class ArtifactoryAdapter implements Adapter {
  private static final String HEX = "[0-9a-f]{64}";

  /** What a remote repository has pulled through, which nobody has pushed. */
  private static final String CACHE = "-cache";

  private final PullPlaces places;

  ArtifactoryAdapter(PullPlaces places) {
    this.places = places;
  }

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    Fields body = Fields.parse(delivery.body());
    if (!"docker".equals(body.require("domain"))) {
      return List.of(new Unrelated());
    }
    ImageAction action =
        switch (body.require("event_type")) {
          case "pushed", "promoted" -> ImageAction.PUSH;
          case "deleted" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    Fields data = body.object("data");
    String repository = data.require("repo_key");
    if (action == ImageAction.UNKNOWN || repository.endsWith(CACHE) && !places.names(repository)) {
      return List.of(new Unrelated());
    }
    return List.of(
        new Changed(
            null,
            action,
            where(body, repository, data.require("image_name")),
            What.of(data.text("tag"), digest(data.text("sha256"))),
            null));
  }

  private Where where(Fields body, String repository, String image) throws UnusableException {
    return places
        .find(repository, image)
        .orElseGet(() -> Where.claimed(host(body), repository + "/" + image));
  }

  /** The platform's own URL; empty where the platform was not told it. */
  private static @Nullable String host(Fields body) {
    String origin = body.get("jpd_origin").asText("");
    int scheme = origin.indexOf("://");
    String rest = scheme < 0 ? origin : origin.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.isEmpty() ? null : host;
  }

  private static @Nullable String digest(@Nullable String hex) {
    return hex != null && hex.matches(HEX) ? "sha256:" + hex : null;
  }
}
