package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that a delivery says. Texts are the sender's, held against no grammar yet. */
sealed interface Notice {
  /**
   * Something changed at a registry.
   *
   * @param id the sender's id of the event
   * @param occurredAt by the sender's clock
   */
  record Changed(
      @Nullable String id, ImageAction action, Where where, What what, @Nullable Instant occurredAt)
      implements Notice {}

  /** It is about no image: a pull, a layer, a scan, a test. */
  record Unrelated() implements Notice {}

  /** It is about a registry that the source does not speak for. */
  record Foreign() implements Notice {}

  /** It cannot be used. */
  record Unusable(String message) implements Notice {}

  /** The sender asks whether deliveries are wanted, and waits for {@code code}. */
  record Handshake(String code) implements Notice {}

  /**
   * In which repository.
   *
   * @param registry as the sender calls it; null where it does not
   * @param binding whether the platform itself says so, and not whoever pushed: then the source has
   *     to speak for it
   */
  record Where(@Nullable String registry, boolean binding, String repository) {
    /** As whoever pushed called the registry, if at all. */
    static Where claimed(@Nullable String registry, String repository) {
      return new Where(registry, false, repository);
    }

    /** At this registry and no other. */
    static Where at(String registry, String repository) {
      return new Where(registry, true, repository);
    }
  }

  /**
   * What changed.
   *
   * @param tag may be a digest, where the sender has one field for both
   * @param subject digest of the manifest that it is attached to
   */
  record What(
      @Nullable String tag,
      @Nullable String digest,
      @Nullable String mediaType,
      @Nullable String artifactType,
      @Nullable String subject) {
    static What of(@Nullable String tag, @Nullable String digest) {
      return new What(tag, digest, null, null, null);
    }

    What withMediaType(@Nullable String type) {
      return new What(tag, digest, type, artifactType, subject);
    }

    What withArtifactType(@Nullable String type) {
      return new What(tag, digest, mediaType, type, subject);
    }

    What withSubject(@Nullable String attachedTo) {
      return new What(tag, digest, mediaType, artifactType, attachedTo);
    }
  }
}
