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
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pulls from OCI registries. Thread-safe. Every call blocks, is bounded in time by {@link
 * RegistryLimits}, and belongs on a virtual thread; never on an event loop. No call is repeated
 * here, but for one that met a pooled connection which the registry had closed.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull">OCI
 *     distribution-spec, Pull</a>
 */
public final class RegistryClient implements AutoCloseable {
  private static final String ACCEPT =
      String.join(
          ", ",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  /** Headers that decide something and must therefore not stand there twice. */
  private static final List<String> SINGLE =
      List.of("Content-Type", "Content-Encoding", "Docker-Content-Digest", "Link");

  private final RegistryLimits limits;
  private final InstantSource clock;
  private final Connections connections;
  private final Transport transport;

  /** A client that trusts the system's certificate authorities and uses the system's DNS. */
  public RegistryClient(
      Vertx vertx, RegistrySettings settings, CredentialsFile credentials, InstantSource clock) {
    this(vertx, settings, credentials, clock, HostResolver::system, new HttpClientOptions());
  }

  RegistryClient(
      Vertx vertx,
      RegistrySettings settings,
      CredentialsFile credentials,
      InstantSource clock,
      HostResolver resolver,
      HttpClientOptions options) {
    this.limits = settings.limits();
    this.clock = clock;
    this.connections = new Connections(vertx, limits, resolver, options);
    this.transport =
        new Transport(
            connections,
            settings,
            new Authorizer(connections, settings, credentials, clock),
            clock);
  }

  /**
   * The manifest that {@code tag} stands for right now.
   *
   * @throws IllegalArgumentException if {@code tag} is not one
   */
  public Lookup<Manifest> resolve(RepositoryName repository, String tag) {
    if (!RepositoryName.isTag(tag)) {
      throw new IllegalArgumentException("not a tag");
    }
    return manifest(repository, tag, null, RegistryClient::isAbsent);
  }

  /** The manifest with {@code digest}; the bytes are checked against it. */
  public Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest) {
    return manifest(repository, digest.text(), digest, RegistryClient::isAbsent);
  }

  /**
   * The blob with {@code digest}; the bytes are checked against it. A missing blob is a failure,
   * because a manifest promised it.
   */
  public Lookup<Bytes> pullBlob(RepositoryName repository, Digest digest) {
    Exchange exchange =
        transport.get(repository, "blobs/" + digest.text(), "*/*", limits.blobBytes());
    return switch (exchange) {
      case Broken broken -> new Failed<>(broken.code(), broken.message(), broken.retryAfter());
      case TooLarge tooLarge -> tooLarge(repository, tooLarge, ReasonCode.ATTACHMENT_INVALID);
      case Answered answered when answered.status() == 200 -> {
        String problem = problem(answered);
        yield problem != null
            ? Failed.of(ReasonCode.REGISTRY_ERROR, repository + " blob: " + problem)
            : ContentHash.matches(digest, answered.body())
                ? new Found<>(answered.body())
                : mismatch(repository, digest, answered.body());
      }
      case Answered answered -> refusal(repository, answered);
    };
  }

  /**
   * The manifest under a tag by which something is attached, where nodes do not look: any 404
   * stands for "none", as attachments may be kept in a repository that does not exist yet. A tag
   * that is none, being too long, names nothing.
   */
  Lookup<Manifest> resolveAttached(RepositoryName repository, String tag) {
    return RepositoryName.isTag(tag)
        ? manifest(repository, tag, null, answered -> answered.status() == 404)
        : new NotFound<>();
  }

  /**
   * The digests of the manifests that name {@code subject} as what they are about, as the registry
   * lists them; {@link NotFound} where the registry does not have the referrers API.
   */
  Lookup<Set<Digest>> referrers(RepositoryName repository, Digest subject) {
    return new ReferrersList(transport, limits.manifestBytes(), repository, subject)
        .read(answered -> refusal(repository, answered));
  }

  /**
   * The digest that {@code tagOrDigest} has right now, by what the registry says of it, without its
   * bytes. For finding out whether there is something to look at, and for nothing else.
   *
   * @throws IllegalArgumentException if it is neither a tag nor a digest
   */
  public Lookup<Digest> digest(RepositoryName repository, String tagOrDigest) {
    Optional<Digest> byDigest = Digest.parse(tagOrDigest);
    if (byDigest.isEmpty() && !RepositoryName.isTag(tagOrDigest)) {
      throw new IllegalArgumentException("neither a tag nor a digest");
    }
    Exchange exchange = transport.head(repository, "manifests/" + tagOrDigest, ACCEPT);
    if (exchange instanceof Broken broken) {
      return new Failed<>(broken.code(), broken.message(), broken.retryAfter());
    }
    if (exchange instanceof Answered answered) {
      String header = answered.header("Docker-Content-Digest");
      Optional<Digest> announced =
          header == null || answered.isRepeated("Docker-Content-Digest")
              ? Optional.empty()
              : Digest.parse(header.strip());
      if (answered.status() == 200 && announced.isPresent()) {
        return new Found<>(announced.get());
      }
      if (answered.status() == 429 || answered.status() == 503) {
        return refusal(repository, answered);
      }
    }
    // A head says too little to tell why there is none, and some registries give no digest in it.
    return switch (manifest(
        repository, tagOrDigest, byDigest.orElse(null), RegistryClient::isAbsent)) {
      case Found<Manifest> found -> new Found<>(found.value().digest());
      case NotFound<Manifest> none -> new NotFound<>();
      case Failed<Manifest> failed -> failed.cast();
    };
  }

  /**
   * A page of the repository's tags.
   *
   * @param page what the page before says; null for the first one
   */
  public Lookup<NamePage> tags(RepositoryName repository, @Nullable String page) {
    return NameList.tags(transport, limits.manifestBytes(), repository)
        .read(page, answered -> refusal(repository, answered));
  }

  /**
   * A page of the registry's repositories. Many registries refuse it.
   *
   * @param page what the page before says; null for the first one
   * @throws IllegalArgumentException if {@code registry} is none
   */
  public Lookup<NamePage> repositories(String registry, @Nullable String page) {
    return NameList.catalogue(transport, limits.manifestBytes(), registry)
        .read(page, answered -> refusal(registry, answered));
  }

  private Lookup<Manifest> manifest(
      RepositoryName repository,
      String reference,
      @Nullable Digest expected,
      Predicate<Answered> absent) {
    Exchange exchange =
        transport.get(repository, "manifests/" + reference, ACCEPT, limits.manifestBytes());
    return switch (exchange) {
      case Broken broken -> new Failed<>(broken.code(), broken.message(), broken.retryAfter());
      case TooLarge tooLarge -> tooLarge(repository, tooLarge, ReasonCode.MANIFEST_INVALID);
      case Answered answered when answered.status() == 200 ->
          checked(repository, answered, expected);
      case Answered answered when absent.test(answered) -> new NotFound<>();
      case Answered answered -> refusal(repository, answered);
    };
  }

  private static Lookup<Manifest> checked(
      RepositoryName repository, Answered answered, @Nullable Digest expected) {
    String problem = problem(answered);
    if (problem != null) {
      return Failed.of(ReasonCode.REGISTRY_ERROR, repository + " manifest: " + problem);
    }
    Bytes body = answered.body();
    if (expected != null && !ContentHash.matches(expected, body)) {
      return mismatch(repository, expected, body);
    }
    String announced = answered.header("Docker-Content-Digest");
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
    return new Found<>(new Manifest(mediaType(answered), ContentHash.sha256(body), body));
  }

  /** What makes a 200 answer unusable; null where nothing does. */
  static @Nullable String problem(Answered answered) {
    for (String header : SINGLE) {
      if (answered.isRepeated(header)) {
        return "the answer has the header " + header + " twice";
      }
    }
    String encoding = answered.header("Content-Encoding");
    // We accept no encoding; a compressed body would have the digest of something else.
    return encoding == null || encoding.strip().equalsIgnoreCase("identity")
        ? null
        : "the answer is encoded as " + ForeignText.quote(encoding);
  }

  /** The answer's media type without parameters; empty where it has none. */
  static String mediaType(Answered answered) {
    String contentType = answered.header("Content-Type");
    if (contentType == null) {
      return "";
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isAbsent(Answered answered) {
    // 429 is about us, not about the manifest, whatever its body says.
    return answered.status() / 100 == 4
        && answered.status() != 429
        && ErrorBody.parse(answered.body()).saysAbsent(answered.status());
  }

  private <T> Failed<T> refusal(Object whose, Answered answered) {
    ReasonCode code =
        switch (answered.status()) {
          case 401, 403 -> ReasonCode.REGISTRY_UNAUTHORIZED;
          case 429, 503 -> ReasonCode.REGISTRY_BUSY;
          default -> ReasonCode.REGISTRY_ERROR;
        };
    String message =
        whose + ": HTTP " + answered.status() + ErrorBody.parse(answered.body()).describe();
    return new Failed<>(
        code, message, RetryAfter.parse(answered.header("Retry-After"), clock.instant()));
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

  @Override
  public void close() {
    connections.close();
  }
}
