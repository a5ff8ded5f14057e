package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import io.sealbus.signaturefetcher.source.Reading.Seen;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image event of a change: its texts held against their grammars, at a registry that the
 * source speaks for and that may be contacted.
 */
final class EventMaker {
  private static final String HUB = "docker.io";
  private static final Set<String> HUB_ALIASES = Set.of("index.docker.io", "registry-1.docker.io");

  private final Source source;
  private final Delivery delivery;
  private final Predicate<String> allowed;
  private final String bodyDigest;

  EventMaker(Source source, Delivery delivery, Predicate<String> allowed) {
    this.source = source;
    this.delivery = delivery;
    this.allowed = allowed;
    this.bodyDigest = Hashes.digest(delivery.body().toArray());
  }

  /** The event; empty where it is about a registry that the source may not speak of. */
  Optional<Seen> make(Changed changed) throws UnusableException {
    What what = sorted(changed.what());
    if (what.tag() == null && what.digest() == null && changed.action() != ImageAction.DELETE) {
      throw new UnusableException("a push of neither tag nor digest");
    }
    Optional<String> registry = registry(changed.where());
    if (registry.isEmpty()) {
      return Optional.empty();
    }
    RepositoryName repository =
        RepositoryName.parse(registry.get(), changed.where().repository())
            .orElseThrow(() -> new UnusableException("an event without a usable repository"));
    return Optional.of(seen(changed, what, repository));
  }

  private Seen seen(Changed changed, What what, RepositoryName repository) {
    boolean pushed = changed.action() == ImageAction.PUSH;
    @Nullable String id =
        changed.id() != null && EventGrammar.isWord(changed.id()) ? changed.id() : null;
    var event =
        ImageEventRecord.newBuilder()
            .setId(id == null ? fallback(changed, what, repository) : id)
            .setSource(source.id())
            .setAuthenticity(source.authentication().grade())
            .setAction(pushed && what.subject() != null ? ImageAction.ATTACH : changed.action())
            .setRegistry(repository.registry())
            .setRepository(repository.path())
            .setTag(what.tag())
            .setDigest(what.digest())
            .setMediaType(EventGrammar.type(what.mediaType()))
            .setArtifactType(EventGrammar.type(what.artifactType()))
            .setSubject(what.subject())
            .setBodyDigest(bodyDigest)
            .setOccurredAt(changed.occurredAt())
            .setReceivedAt(delivery.receivedAt())
            .build();
    return new Seen(event, id != null || changed.occurredAt() != null);
  }

  /** The registry in the configuration's words; empty where the source does not speak for it. */
  private Optional<String> registry(Where where) throws UnusableException {
    @Nullable String named = named(where.registry());
    Set<String> own = source.registries();
    if (!where.binding() && own.size() == 1) {
      return own.stream().filter(allowed).findFirst();
    }
    if (named == null || !RepositoryName.isRegistry(named)) {
      throw new UnusableException("an event without a usable registry");
    }
    return (own.isEmpty() || own.contains(named)) && allowed.test(named)
        ? Optional.of(named)
        : Optional.empty();
  }

  private static @Nullable String named(@Nullable String registry) {
    return registry != null && HUB_ALIASES.contains(registry) ? HUB : registry;
  }

  /** Each text where it belongs. */
  private static What sorted(What what) throws UnusableException {
    @Nullable String tag = nonEmpty(what.tag());
    @Nullable String digest = nonEmpty(what.digest());
    if (tag != null && Digest.parse(tag).isPresent()) {
      // Pushed by digest: some senders have one field for both.
      if (digest != null && !digest.equals(tag)) {
        throw new UnusableException("an event of two digests");
      }
      digest = tag;
      tag = null;
    }
    if (tag != null && !RepositoryName.isTag(tag)) {
      throw new UnusableException("an event with an unusable tag");
    }
    if (digest != null && Digest.parse(digest).isEmpty()) {
      throw new UnusableException("an event with an unusable digest");
    }
    return new What(tag, digest, what.mediaType(), what.artifactType(), subject(what, tag));
  }

  /** What it is attached to: by its tag, which cannot lie, or by what the sender says. */
  private static @Nullable String subject(What what, @Nullable String tag) {
    Optional<Digest> byTag = tag == null ? Optional.empty() : AttachmentTags.about(tag);
    return byTag
        .or(() -> Digest.parse(String.valueOf(what.subject())))
        .map(Digest::text)
        .orElse(null);
  }

  private static @Nullable String nonEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** Stands in for the id that the sender does not give. */
  private String fallback(Changed changed, What what, RepositoryName repository) {
    @Nullable Instant occurredAt = changed.occurredAt();
    return Hashes.of(
        source.id(),
        changed.action().name(),
        repository.toString(),
        what.tag(),
        what.digest(),
        occurredAt == null ? null : occurredAt.toString());
  }
}
