package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Authorizer.Authorized;
import io.sealbus.signaturefetcher.registry.Authorizer.Refused;
import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GET or HEAD at a registry: waits for its turn, authenticates where challenged, follows redirects under
 * the rules of {@link Redirect}. Credentials go to the registry's own origin and nowhere else.
 */
final class Transport {
  private static final int MAX_REDIRECTS = 5;

  /** Instead of a bound: no body is asked for. */
  private static final int HEAD = -1;

  /**
   * An exchange and who answered.
   *
   * @param fromRegistry whether no redirect led away from the registry's own origin
   */
  private record Reply(Exchange exchange, boolean fromRegistry) {}

  private final Connections connections;
  private final RegistrySettings settings;
  private final Authorizer authorizer;
  private final InstantSource clock;
  private final Permits permits;
  private final Outages outages;

  Transport(
      Connections connections,
      RegistrySettings settings,
      Authorizer authorizer,
      InstantSource clock) {
    this.clock = clock;
    this.outages = new Outages(clock);
    this.connections = connections;
    this.settings = settings;
    this.authorizer = authorizer;
    this.permits = new Permits(settings.limits().concurrency(), settings.limits().queue());
  }

  /**
   * Asks for {@code path} below {@code /v2/}<i>repository</i>{@code /}. Blocks.
   *
   * @param bound most bytes that a 2xx answer may have
   */
  Exchange get(RepositoryName repository, String path, String accept, int bound) {
    return ask(repository, "/v2/" + repository.path() + "/" + path, accept, bound);
  }

  /** Asks for the head of the answer alone. Blocks. */
  Exchange head(RepositoryName repository, String path, String accept) {
    return ask(repository, "/v2/" + repository.path() + "/" + path, accept, HEAD);
  }

  /** Asks for {@code path} below {@code /v2/}, which is about the registry as a whole. Blocks. */
  Exchange getFromRegistry(String registry, String path, String accept, int bound) {
    return ask(Authorizer.wholeOf(registry), "/v2/" + path, accept, bound);
  }

  private Exchange ask(RepositoryName repository, String path, String accept, int bound) {
    Broken outage = outages.current(repository.registry());
    if (outage != null) {
      return outage;
    }
    if (!permits.acquire(repository.registry())) {
      return Broken.of(
          ReasonCode.REGISTRY_BUSY, "too many calls are waiting for " + repository.registry());
    }
    try {
      // While this call waited for its turn, another one may have found the registry gone.
      outage = outages.current(repository.registry());
      return outage != null ? outage : authenticated(repository, path, accept, bound);
    } finally {
      permits.release(repository.registry());
    }
  }

  private Exchange authenticated(RepositoryName repository, String path, String accept, int bound) {
    Endpoint endpoint = settings.endpoint(repository.registry());
    URI target = endpoint.uri(path);
    Reply reply = follow(endpoint, target, accept, authorizer.known(repository), bound);
    note(repository.registry(), reply);
    if (reply.fromRegistry
        && reply.exchange instanceof Answered answered
        && answered.status() == 401) {
      return switch (authorizer.answer(endpoint, repository, answered)) {
        case Authorized authorized ->
            follow(endpoint, target, accept, authorized.header(), bound).exchange;
        case Refused refused -> Broken.of(refused.code(), refused.message());
      };
    }
    return reply.exchange;
  }

  private void note(String registry, Reply reply) {
    // A body that trickles is one manifest's trouble; a host that cannot be reached is everyone's.
    if (reply.fromRegistry
        && reply.exchange instanceof Broken broken
        && broken.retryAfter() != null) {
      outages.unreachable(registry, broken);
    }
    if (reply.fromRegistry
        && reply.exchange instanceof Answered answered
        && (answered.status() == 429 || answered.status() == 503)) {
      Duration wish = RetryAfter.parse(answered.header("Retry-After"), clock.instant());
      outages.busy(registry, wish == null ? Duration.ZERO : wish);
    }
  }

  private Reply follow(
      Endpoint endpoint, URI first, String accept, @Nullable String authorization, int bound) {
    URI target = first;
    boolean home = true;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      // Once away from the registry, credentials stay away, even if the way leads back.
      home = home && endpoint.isOrigin(target);
      MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Accept", accept);
      if (home && authorization != null) {
        headers.add("Authorization", authorization);
      }
      boolean guarded = isGuarded(endpoint, target);
      Exchange exchange =
          bound == HEAD
              ? connections.head(target, guarded, headers)
              : connections.send(target, guarded, headers, null, bound);
      if (!(exchange instanceof Answered answered) || !Redirect.isOne(answered)) {
        return new Reply(exchange, home);
      }
      Optional<URI> next = Redirect.next(target, answered);
      if (next.isEmpty()) {
        return refused(
            endpoint,
            "redirects to " + ForeignText.quote(String.valueOf(answered.header("Location"))));
      }
      target = next.get();
    }
    return refused(endpoint, "redirects more than " + MAX_REDIRECTS + " times");
  }

  private boolean isGuarded(Endpoint endpoint, URI target) {
    return !endpoint.isOrigin(target)
        && !settings.trusts(endpoint.registry(), Endpoint.hostOf(target));
  }

  private static Reply refused(Endpoint endpoint, String what) {
    String message = endpoint.registry() + " " + what + ", which is not followed";
    return new Reply(Broken.of(ReasonCode.REGISTRY_TARGET_REFUSED, message), false);
  }
}
