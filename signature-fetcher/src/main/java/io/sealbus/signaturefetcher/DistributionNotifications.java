package io.sealbus.signaturefetcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.registry.StrictJson;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the notifications of the CNCF Distribution registry and of registries built on it. Every
 * text is held against its grammar; no URL of the notification is ever used.
 *
 * @see <a href="https://distribution.github.io/distribution/about/notifications/">Distribution,
 *     Work with notifications</a>
 */
final class DistributionNotifications {
  /** Content types of the envelope: of releases 2 and 3, and what proxies make of them. */
  static final Set<String> MEDIA_TYPES =
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
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  /** An event that cannot be used. */
  private static final class Unusable extends Exception {
    Unusable(String message) {
      super(message);
    }
  }

  private final String source;
  private final @Nullable String registry;

  /**
   * For one sender.
   *
   * @param source written into each event, such as {@code distribution/main}
   * @param registry the sender's registry as references name it; null to take the host of each
   *     event, which is whatever its client called the registry
   */
  DistributionNotifications(String source, @Nullable String registry) {
    this.source = source;
    this.registry = registry;
  }

  /** Reads a body; never throws. */
  NotificationEvents read(byte[] body, AllowedRegistries allowed, Instant receivedAt) {
    var events = new ArrayList<ImageEventRecord>();
    int skipped = 0;
    int refused = 0;
    String fault = null;
    JsonNode envelope = envelope(body);
    if (envelope == null) {
      return new NotificationEvents(events, 0, 0, "the body is no envelope of events");
    }
    for (JsonNode node : envelope) {
      try {
        Optional<ImageEventRecord> event = event(node, receivedAt);
        if (event.isEmpty()) {
          skipped++;
        } else if (!allowed.allows(event.get().getRegistry())) {
          refused++;
        } else {
          events.add(event.get());
        }
      } catch (Unusable e) {
        fault = fault == null ? e.getMessage() : fault;
      }
    }
    return new NotificationEvents(events, skipped, refused, fault);
  }

  private static @Nullable JsonNode envelope(byte[] body) {
    try {
      JsonNode root = StrictJson.parse(Bytes.copyOf(body));
      JsonNode events = root.path("events");
      return root.isObject() && events.isArray() ? events : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** The event; empty where it is about no image. */
  private Optional<ImageEventRecord> event(JsonNode event, Instant receivedAt) throws Unusable {
    JsonNode target = event.path("target");
    String mediaType = text(target, "mediaType");
    ImageAction action =
        switch (String.valueOf(text(event, "action"))) {
          case "push" -> ImageAction.PUSH;
          case "delete" -> ImageAction.DELETE;
          case "pull", "mount" -> ImageAction.UNKNOWN;
          default -> throw new Unusable("an event of an unknown action");
        };
    // A pushed layer is told in the same words as a pushed manifest; only its type differs.
    boolean manifest = mediaType != null && MANIFESTS.contains(mediaType);
    if (action == ImageAction.UNKNOWN || action == ImageAction.PUSH && !manifest) {
      return Optional.empty();
    }
    RepositoryName repository = repository(event, target);
    String tag = text(target, "tag");
    String digest = text(target, "digest");
    check(tag == null || RepositoryName.isTag(tag), "an event with an unusable tag");
    check(digest == null || Digest.parse(digest).isPresent(), "an event with an unusable digest");
    check(
        action == ImageAction.DELETE || tag != null || digest != null,
        "a push of neither tag nor digest");
    return Optional.of(
        ImageEventRecord.newBuilder()
            .setId(id(event))
            .setSource(source)
            .setAuthenticity(Authenticity.BEARER)
            .setAction(action)
            .setRegistry(repository.registry())
            .setRepository(repository.path())
            .setTag(tag)
            .setDigest(digest)
            .setMediaType(manifest ? mediaType : null)
            .setOccurredAt(instant(text(event, "timestamp")))
            .setReceivedAt(receivedAt)
            .build());
  }

  private RepositoryName repository(JsonNode event, JsonNode target) throws Unusable {
    String host = registry == null ? text(event.path("request"), "host") : registry;
    String path = text(target, "repository");
    return Optional.ofNullable(host)
        .flatMap(name -> RepositoryName.parse(name, path == null ? "" : path))
        .orElseThrow(() -> new Unusable("an event without a usable registry and repository"));
  }

  /** The member's text; null where it is missing, null or empty. */
  private static @Nullable String text(JsonNode object, String member) throws Unusable {
    JsonNode value = object.path(member);
    check(
        value.isTextual() || value.isMissingNode() || value.isNull(),
        "an event whose " + member + " is no text");
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
  }

  /** The sender's id where it is a plain one, otherwise a digest of the event. */
  private static String id(JsonNode event) {
    String id = StrictJson.text(event.path("id"));
    return ID.matcher(id).matches()
        ? id
        : "sha256:" + EvidenceDigest.sha256(event.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      Instant instant = text == null ? null : OffsetDateTime.parse(text).toInstant();
      // What does not fit into the record's milliseconds was never a time.
      return instant == null ? null : Instant.ofEpochMilli(instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static void check(boolean holds, String message) throws Unusable {
    if (!holds) {
      throw new Unusable(message);
    }
  }
}
