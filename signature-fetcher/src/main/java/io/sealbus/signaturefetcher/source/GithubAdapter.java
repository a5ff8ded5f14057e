package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Packages of GitHub, from webhooks ({@code package}) and from apps ({@code registry_package}).
 *
 * <p>Its own examples have digests of 40 digits, empty tags, and references that end in a colon:
 * what is no digest is none, and is found out at the registry.
 *
 * @see <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads#package">GitHub,
 *     Webhook events and payloads</a>
 */
final class GithubAdapter implements Adapter {
  static final String REGISTRY = "ghcr.io";

  private static final Set<String> CONTAINERS = Set.of("container", "docker");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FORM_FIELD = "payload=";

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    String event = String.valueOf(delivery.header("X-GitHub-Event"));
    if (!event.equals("package") && !event.equals("registry_package")) {
      return List.of(new Unrelated());
    }
    Fields body = Fields.parse(json(delivery));
    Fields about = body.object(event);
    ImageAction action = action(body.require("action"));
    if (action == ImageAction.UNKNOWN || !isContainer(about)) {
      return List.of(new Unrelated());
    }
    Fields version = about.object("package_version");
    Fields metadata = version.object("container_metadata");
    String reference = reference(version);
    return List.of(
        new Changed(
            delivery.header("X-GitHub-Delivery"),
            action,
            where(reference, about),
            What.of(tag(metadata, reference), digest(version, metadata))
                .withMediaType(metadata.object("manifest").text("media_type")),
            Fields.time(version.text("updated_at"))));
  }

  /** A hook can be set to send a form instead, of one field. */
  private static Bytes json(Delivery delivery) throws UnusableException {
    if (!delivery.mediaType().equals(FORM)) {
      return delivery.body();
    }
    for (String field : delivery.body().toUtf8().split("&", -1)) {
      if (field.startsWith(FORM_FIELD)) {
        try {
          return Bytes.utf8(
              URLDecoder.decode(field.substring(FORM_FIELD.length()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new UnusableException("the form is not encoded as forms are");
        }
      }
    }
    throw new UnusableException("the form has no payload");
  }

  private static ImageAction action(String action) {
    return switch (action) {
      case "published", "updated" -> ImageAction.PUSH;
      case "deleted" -> ImageAction.DELETE;
      default -> ImageAction.UNKNOWN;
    };
  }

  private static boolean isContainer(Fields about) throws UnusableException {
    return CONTAINERS.contains(lower(about.text("package_type")))
        || CONTAINERS.contains(lower(about.text("ecosystem")));
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  /** The pull reference without the colon that it may end in; empty where there is none. */
  private static String reference(Fields version) throws UnusableException {
    String url = version.text("package_url");
    return url == null ? "" : url.endsWith(":") ? url.substring(0, url.length() - 1) : url;
  }

  private static Where where(String reference, Fields about) throws UnusableException {
    Optional<Where> named = PullReference.parse(reference).map(PullReference::where);
    if (named.isPresent()) {
      return named.get();
    }
    // Names of organizations have cases, those of repositories have none.
    return Where.claimed(
        null, lower(about.require("namespace")) + "/" + lower(about.require("name")));
  }

  private static @Nullable String tag(Fields metadata, String reference) throws UnusableException {
    String tag = metadata.object("tag").text("name");
    return tag != null ? tag : PullReference.parse(reference).map(PullReference::tag).orElse(null);
  }

  private static @Nullable String digest(Fields version, Fields metadata) throws UnusableException {
    String digest = version.text("version");
    if (digest == null || Digest.parse(digest).isEmpty()) {
      digest = metadata.object("manifest").text("digest");
    }
    return digest != null && Digest.parse(digest).isPresent() ? digest : null;
  }
}
