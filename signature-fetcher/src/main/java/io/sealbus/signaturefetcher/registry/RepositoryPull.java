package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.signaturefetcher.registry.Exchange.TooLarge;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pulls from one repository at one registry. What is in the cache is not fetched again, but whether
 * the registry still has it is asked each time.
 */
final class RepositoryPull {
  private static final String ACCEPT =
      String.join(
          ", ",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  /** What all repositories have in common. */
  record Common(
      Transport transport,
      RegistryLimits limits,
      InstantSource clock,
      TagHints hints,
      ReferrersSupport referrers) {}

  /** How soon, and with what at hand. */
  record Manner(Lane lane, ContentCache cache) {}

  private final Common common;
  private final Manner manner;
  private final RepositoryName repository;
  private final boolean insecure;

  RepositoryPull(Common common, Manner manner, RepositoryName repository, boolean insecure) {
    this.common = common;
    this.manner = manner;
    this.repository = repository;
    this.insecure = insecure;
  }

  RepositoryName repository() {
    return repository;
  }

  /** What is known of the repository's content. */
  ContentCache cache() {
    return manner.cache();
  }

  /** The manifest that {@code tag} stands for right now. */
  Lookup<Manifest> resolve(String tag) {
    return resolve(tag, RepositoryPull::isAbsent);
  }

  /**
   * The manifest under a tag by which something is attached, where nodes do not look: any 404
   * stands for "none", as attachments may be kept in a repository that does not exist yet. A tag
   * that is none, being too long, names nothing.
   */
  Lookup<Manifest> resolveAttached(String tag) {
    return RepositoryName.isTag(tag)
        ? resolve(tag, answered -> answered.status() == 404)
        : new NotFound<>();
  }

  private Lookup<Manifest> resolve(String tag, Predicate<Answered> absent) {
    TagHints.Hint hint = common.hints().of(repository, tag);
    Manifest known = hint == null ? null : cache().manifest(repository, hint.digest());
    if (hint == null || known == null) {
      return fetched(tag, get(tag, null), absent);
    }
    if (!hint.announced()) {
      Exchange exchange = get(tag, hint.etag());
      return isStatus(exchange, 304) && hint.etag() != null
          ? new Found<>(known)
          : fetched(tag, exchange, absent);
    }
    Exchange head = head(tag);
    Manifest current =
        announced(head).map(digest -> cache().manifest(repository, digest)).orElse(null);
    return current != null
        ? new Found<>(current)
        : isUseless(head) ? failed(head) : fetched(tag, get(tag, null), absent);
  }

  private Lookup<Manifest> fetched(String tag, Exchange exchange, Predicate<Answered> absent) {
    Lookup<Manifest> lookup = manifest(exchange, null, absent);
    if (lookup instanceof Found<Manifest>(Manifest manifest)
        && exchange instanceof Answered answered) {
      common.hints().put(repository, tag, TagHints.hint(manifest.digest(), answered));
      cache().put(repository, manifest);
    }
    return lookup;
  }

  /** The manifest with {@code digest}; the bytes are checked against it. */
  Lookup<Manifest> manifest(Digest digest) {
    return manifest(digest, RepositoryPull::isAbsent);
  }

  /**
   * The same at a mirror: any 404 stands for "none" there, as a mirror need not have the repository
   * at all.
   */
  Lookup<Manifest> mirrored(Digest digest) {
    return manifest(digest, answered -> answered.status() == 404 || isAbsent(answered));
  }

  private Lookup<Manifest> manifest(Digest digest, Predicate<Answered> absent) {
    Manifest known = cache().manifest(repository, digest);
    if (known != null) {
      Exchange head = head(digest.text());
      boolean same =
          isStatus(head, 200)
              && head instanceof Answered answered
              && Headers.problem(answered) == null
              && (answered.header(TagHints.DIGEST) == null
                  || announced(head).filter(digest::equals).isPresent());
      if (same || isUseless(head)) {
        return same ? new Found<>(known) : failed(head);
      }
    }
    Lookup<Manifest> lookup = manifest(get(digest.text(), null), digest, absent);
    if (lookup instanceof Found<Manifest>(Manifest manifest)) {
      cache().put(repository, manifest);
    }
    return lookup;
  }

  private Exchange get(String reference, @Nullable String unless) {
    return send("manifests/" + reference, ACCEPT, false, unless, common.limits().manifestBytes());
  }

  private Exchange head(String reference) {
    return send("manifests/" + reference, ACCEPT, true, null, common.limits().manifestBytes());
  }

  private Exchange send(
      String path, String accept, boolean headOnly, @Nullable String unless, int bound) {
    String absolute = "/v2/" + repository.path() + "/" + path;
    return common
        .transport()
        .send(
            new Ask(
                repository, insecure, manner.lane(), absolute, accept, headOnly, unless, bound));
  }

  private static boolean isStatus(Exchange exchange, int status) {
    return exchange instanceof Answered answered && answered.status() == status;
  }

  /** Whether to ask once more, with another method, would be of no use or unwelcome. */
  private static boolean isUseless(Exchange head) {
    return head instanceof Broken || isStatus(head, 429) || isStatus(head, 503);
  }

  private Lookup<Manifest> failed(Exchange head) {
    return manifest(head, null, answered -> false);
  }

  /** The digest of what a HEAD request would have brought. */
  private static Optional<Digest> announced(Exchange head) {
    if (!(head instanceof Answered answered)
        || answered.status() != 200
        || Headers.problem(answered) != null) {
      return Optional.empty();
    }
    String digest = answered.header(TagHints.DIGEST);
    return digest == null ? Optional.empty() : Digest.parse(digest.strip());
  }

  /**
   * The digest that {@code tagOrDigest} has, by what the registry says of it, without its bytes.
   */
  Lookup<Digest> digest(String tagOrDigest, @Nullable Digest byDigest) {
    Exchange head = head(tagOrDigest);
    Optional<Digest> announced = announced(head);
    if (announced.isPresent()) {
      return new Found<>(announced.get());
    }
    // A head says too little to tell why there is none, and some registries give no digest in it.
    Lookup<Manifest> lookup =
        isUseless(head)
            ? failed(head)
            : byDigest == null ? resolve(tagOrDigest) : manifest(byDigest);
    return switch (lookup) {
      case Found<Manifest> found -> new Found<>(found.value().digest());
      case NotFound<Manifest> none -> new NotFound<>();
      case Failed<Manifest> failed -> failed.cast();
    };
  }

  /** A page of the repository's tags; null for the first one. */
  Lookup<NamePage> tags(@Nullable String page) {
    return NameList.tags(repository, path -> json(path)).read(page, this::refusal);
  }

  private Exchange json(String path) {
    return send(path, NameList.JSON, false, null, common.limits().manifestBytes());
  }

  /** A page of the repositories of the whole registry; null for the first one. */
  static Lookup<NamePage> catalogue(
      Common common, Lane lane, String registry, @Nullable String page) {
    RepositoryName whole = Authorizer.wholeOf(registry);
    int bound = common.limits().manifestBytes();
    return NameList.catalogue(
            registry,
            path ->
                common
                    .transport()
                    .send(
                        new Ask(
                            whole, false, lane, "/v2/" + path, NameList.JSON, false, null, bound)))
        .read(page, answered -> refusal(common, registry, answered));
  }

  /**
   * The blob with {@code digest}; the bytes are checked against it. A missing blob is a failure,
   * because a manifest promised it.
   */
  Lookup<Bytes> blob(Digest digest) {
    Exchange exchange =
        send("blobs/" + digest.text(), "*/*", false, null, common.limits().blobBytes());
    return switch (exchange) {
      case Broken broken -> new Failed<>(broken.code(), broken.message(), broken.retryAfter());
      case TooLarge tooLarge -> tooLarge(repository, tooLarge, ReasonCode.ATTACHMENT_INVALID);
      case Answered answered when answered.status() == 200 -> {
        String problem = Headers.problem(answered);
        yield problem != null
            ? Failed.of(ReasonCode.REGISTRY_ERROR, repository + " blob: " + problem)
            : ContentHash.matches(digest, answered.body())
                ? new Found<>(answered.body())
                : mismatch(repository, digest, answered.body());
      }
      case Answered answered -> refusal(answered);
    };
  }

  /**
   * The digests of the manifests that name {@code subject} as what they are about, as the registry
   * lists them; {@link NotFound} where the registry does not have the referrers API.
   */
  Lookup<Set<Digest>> referrers(Digest subject) {
    if (common.referrers().isMissing(repository.registry())) {
      return new NotFound<>();
    }
    return new ReferrersList(
            path ->
                send(path, ReferrerIndex.MEDIA_TYPE, false, null, common.limits().manifestBytes()),
            repository,
            subject,
            common.referrers())
        .read(this::refusal);
  }

  private Lookup<Manifest> manifest(
      Exchange exchange, @Nullable Digest expected, Predicate<Answered> absent) {
    return switch (exchange) {
      case Broken broken -> new Failed<>(broken.code(), broken.message(), broken.retryAfter());
      case TooLarge tooLarge -> tooLarge(repository, tooLarge, ReasonCode.MANIFEST_INVALID);
      case Answered answered when answered.status() == 200 ->
          checked(repository, answered, expected);
      case Answered answered when absent.test(answered) -> new NotFound<>();
      case Answered answered -> refusal(answered);
    };
  }

  private static Lookup<Manifest> checked(
      RepositoryName repository, Answered answered, @Nullable Digest expected) {
    String problem = Headers.problem(answered);
    if (problem != null) {
      return Failed.of(ReasonCode.REGISTRY_ERROR, repository + " manifest: " + problem);
    }
    Bytes body = answered.body();
    if (expected != null && !ContentHash.matches(expected, body)) {
      return mismatch(repository, expected, body);
    }
    String announced = answered.header(TagHints.DIGEST);
    if (announced != null) {
      Optional<Digest> digest = Digest.parse(announced.strip());
      if (digest.isEmpty() || !ContentHash.matches(digest.get(), body)) {
        return Failed.of(
            ReasonCode.REGISTRY_CONTENT_MISMATCH,
            repository
                + " announces the digest "
                + ForeignText.quote(announced)
                + " for other bytes");
      }
    }
    return new Found<>(new Manifest(Headers.mediaType(answered), ContentHash.sha256(body), body));
  }

  private static boolean isAbsent(Answered answered) {
    // 429 is about us, not about the manifest, whatever its body says.
    return answered.status() / 100 == 4
        && answered.status() != 429
        && ErrorBody.parse(answered.body()).saysAbsent(answered.status());
  }

  private <T> Failed<T> refusal(Answered answered) {
    return refusal(common, repository, answered);
  }

  private static <T> Failed<T> refusal(Common common, Object whose, Answered answered) {
    ReasonCode code =
        switch (answered.status()) {
          case 401, 403 -> ReasonCode.REGISTRY_UNAUTHORIZED;
          case 429, 503 -> ReasonCode.REGISTRY_BUSY;
          default -> ReasonCode.REGISTRY_ERROR;
        };
    String message =
        whose + ": HTTP " + answered.status() + ErrorBody.parse(answered.body()).describe();
    return new Failed<>(
        code, message, RetryAfter.parse(answered.header("Retry-After"), common.clock().instant()));
  }

  private static <T> Failed<T> tooLarge(
      RepositoryName repository, TooLarge tooLarge, ReasonCode code) {
    return Failed.of(
        tooLarge.status() / 100 == 2 ? code : ReasonCode.REGISTRY_ERROR,
        repository
            + ": HTTP "
            + tooLarge.status()
            + " with more than "
            + tooLarge.bound()
            + " bytes");
  }

  private static <T> Failed<T> mismatch(RepositoryName repository, Digest expected, Bytes body) {
    return Failed.of(
        ReasonCode.REGISTRY_CONTENT_MISMATCH,
        repository + " serves " + ContentHash.sha256(body) + " for " + expected);
  }
}
