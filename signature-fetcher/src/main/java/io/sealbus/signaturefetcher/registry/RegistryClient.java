package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.RegistriesConf.PullPlace;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pulls from OCI registries, and from where registries.conf says instead. Thread-safe. Every call
 * blocks, is bounded in time by {@link RegistryLimits}, and belongs on a virtual thread; never on
 * an event loop. No call is repeated here, but for one that met a pooled connection which the
 * registry had closed.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull">OCI
 *     distribution-spec, Pull</a>
 */
public final class RegistryClient implements AutoCloseable {
  /** How long a place that is blocked by configuration is no use to be asked again. */
  private static final Duration BLOCKED = Duration.ofHours(1);

  private final Connections connections;
  private final RepositoryPull.Common common;
  private final RegistriesConf sources;
  private final RepositoryPull.Manner manner;

  /** A client that trusts the system's certificate authorities and uses the system's DNS. */
  public RegistryClient(
      Vertx vertx, RegistrySettings settings, CredentialsFile credentials, InstantSource clock) {
    this(
        vertx,
        settings,
        new Credentials(credentials, clock),
        clock,
        HostResolver::system,
        new HttpClientOptions());
  }

  RegistryClient(
      Vertx vertx,
      RegistrySettings settings,
      Credentials credentials,
      InstantSource clock,
      HostResolver resolver,
      HttpClientOptions options) {
    this.connections = new Connections(vertx, settings, resolver, options);
    var authorizer = new Authorizer(connections, settings, credentials, clock);
    this.common =
        new RepositoryPull.Common(
            new Transport(connections, settings, authorizer, clock),
            settings.limits(),
            clock,
            new TagHints(),
            new ReferrersSupport(clock));
    this.sources = settings.sources();
    this.manner = new RepositoryPull.Manner(Lane.FRESH, new ContentCache(0));
  }

  private RegistryClient(
      RegistryClient other, RegistriesConf sources, RepositoryPull.Manner manner) {
    this.connections = other.connections;
    this.common = other.common;
    this.sources = sources;
    this.manner = manner;
  }

  /** This client, asking in {@code lane}; its own is {@link Lane#FRESH}. Closed with this one. */
  public RegistryClient in(Lane lane) {
    return new RegistryClient(this, sources, new RepositoryPull.Manner(lane, manner.cache()));
  }

  /** This client, fetching nothing again that is in {@code cache}. Closed with this one. */
  public RegistryClient keeping(ContentCache cache) {
    return new RegistryClient(this, sources, new RepositoryPull.Manner(manner.lane(), cache));
  }

  /** This client, asking each repository where its name says. Closed with this one. */
  public RegistryClient directly() {
    return new RegistryClient(this, RegistriesConf.NONE, manner);
  }

  /** This client, asking for the repository at one of its {@link #places}. Closed with this one. */
  public RegistryClient directly(PullPlace.At at) {
    return new RegistryClient(this, RegistriesConf.only(at), manner);
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
    return first(repository, false, at -> at.resolve(tag));
  }

  /** The manifest with {@code digest}; the bytes are checked against it. */
  public Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest) {
    return first(repository, true, at -> at.manifest(digest));
  }

  /**
   * The blob with {@code digest}; the bytes are checked against it. A missing blob is a failure,
   * because a manifest promised it.
   */
  public Lookup<Bytes> pullBlob(RepositoryName repository, Digest digest) {
    return first(repository, true, at -> at.blob(digest));
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
    return first(
        repository, byDigest.isPresent(), at -> at.digest(tagOrDigest, byDigest.orElse(null)));
  }

  /**
   * A page of the repository's tags, at the place that the name itself stands for.
   *
   * @param page what the page before says; null for the first one
   */
  public Lookup<NamePage> tags(RepositoryName repository, @Nullable String page) {
    return itself(repository, at -> at.tags(page));
  }

  /**
   * A page of the registry's repositories. Many registries refuse it.
   *
   * @param page what the page before says; null for the first one
   * @throws IllegalArgumentException if {@code registry} is none
   */
  public Lookup<NamePage> repositories(String registry, @Nullable String page) {
    return RepositoryPull.catalogue(common, manner.lane(), registry, page);
  }

  /**
   * What the first place says that has it; where none has, what the last says, which is the one
   * that the name itself stands for, unless that one may not be asked.
   */
  private <T> Lookup<T> first(
      RepositoryName repository, boolean byDigest, Function<RepositoryPull, Lookup<T>> question) {
    return first(repository, byDigest, question, answer -> answer instanceof Found<T>);
  }

  /** {@link #first} with an answer of one's own for what ends the search. */
  <T> Lookup<T> first(
      RepositoryName repository,
      boolean byDigest,
      Function<RepositoryPull, Lookup<T>> question,
      Predicate<Lookup<T>> ends) {
    Lookup<T> last = null;
    for (PullPlace place : sources.places(repository, byDigest)) {
      switch (place) {
        case PullPlace.At at -> {
          last = question.apply(at(at));
          if (ends.test(last)) {
            return last;
          }
        }
        case PullPlace.Nowhere nowhere -> last = blocked(last, nowhere);
      }
    }
    return last == null
        ? Failed.of(ReasonCode.REGISTRIES_CONF_INVALID, repository + " is nowhere")
        : last;
  }

  /** What the place says that the name itself stands for, whatever mirrors it. */
  <T> Lookup<T> itself(RepositoryName repository, Function<RepositoryPull, Lookup<T>> question) {
    return switch (sources.places(repository, true).getLast()) {
      case PullPlace.At at -> question.apply(at(at));
      case PullPlace.Nowhere nowhere -> blocked(null, nowhere);
    };
  }

  /** That a mirror has it not says nothing of the place that may not be asked. */
  private static <T> Lookup<T> blocked(@Nullable Lookup<T> last, PullPlace.Nowhere nowhere) {
    return last instanceof Failed<T> failed
        ? failed
        : new Failed<>(nowhere.code(), nowhere.message(), BLOCKED);
  }

  private RepositoryPull at(PullPlace.At at) {
    return new RepositoryPull(common, manner, at.repository(), at.insecure());
  }

  /** The longest time that one of {@code registries} that were asked has not answered. */
  public Optional<Duration> age(Predicate<String> registries) {
    return common.transport().age(registries);
  }

  /** Where {@code repository} may be pulled from, in order; never empty. */
  public List<PullPlace> places(RepositoryName repository, boolean byDigest) {
    return sources.places(repository, byDigest);
  }

  @Override
  public void close() {
    connections.close();
  }
}
