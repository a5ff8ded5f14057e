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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry: waits for a turn, authenticates where challenged, follows redirects under the
 * rules of {@link Redirect}. Credentials go to the registry's own origin and nowhere else.
 */
final class Transport {
  private static final int MAX_REDIRECTS = 5;

  /**
   * An exchange and who answered.
   *
   * @param fromRegistry whether no redirect led away from the registry's own origin
   */
  private record Reply(Exchange exchange, boolean fromRegistry) {
    boolean is(int status) {
      return fromRegistry && exchange instanceof Answered answered && answered.status() == status;
    }
  }

  private final Connections connections;
  private final RegistrySettings settings;
  private final Authorizer authorizer;
  private final Permits permits;
  private final Outages outages;
  private final Allowance allowance;
  private final LastAnswers answers;

  /** Registries that have no TLS and need none. */
  private final Set<String> plain = ConcurrentHashMap.newKeySet();

  Transport(
      Connections connections,
      RegistrySettings settings,
      Authorizer authorizer,
      InstantSource clock) {
    this.outages = new Outages(clock, RandomGenerator.getDefault());
    this.allowance = new Allowance(clock);
    this.answers = new LastAnswers(clock);
    this.connections = connections;
    this.settings = settings;
    this.authorizer = authorizer;
    this.permits = new Permits(settings.limits().concurrency(), settings.limits().queue());
  }

  /** Asks. Blocks. */
  Exchange send(Ask ask) {
    String registry = ask.repository().registry();
    answers.asked(registry);
    Broken refusal = outages.current(registry);
    refusal = refusal == null ? allowance.current(registry, ask.lane()) : refusal;
    if (refusal != null) {
      return refusal;
    }
    if (!permits.acquire(registry, ask.lane())) {
      return Broken.of(ReasonCode.REGISTRY_BUSY, "too many calls are waiting for " + registry);
    }
    try {
      // While this call waited for its turn, another one may have found the registry gone.
      Broken outage = outages.enter(registry);
      return outage != null ? outage : asked(ask);
    } finally {
      permits.release(registry, ask.lane());
    }
  }

  Optional<Duration> age(Predicate<String> registries) {
    return answers.age(registries);
  }

  private Exchange asked(Ask ask) {
    String registry = ask.repository().registry();
    boolean mayBePlain = ask.insecure() && !settings.plainHttp().contains(registry);
    if (mayBePlain && plain.contains(registry)) {
      return authenticated(ask, settings.endpoint(registry, true, true));
    }
    Exchange exchange = authenticated(ask, settings.endpoint(registry, ask.insecure(), false));
    if (mayBePlain && exchange instanceof Broken broken && speaksNoTls(broken)) {
      exchange = authenticated(ask, settings.endpoint(registry, true, true));
      if (!(exchange instanceof Broken)) {
        plain.add(registry);
      }
    }
    return exchange;
  }

  private static boolean speaksNoTls(Broken broken) {
    return broken.code() == ReasonCode.REGISTRY_TLS
        || broken.code() == ReasonCode.REGISTRY_UNREACHABLE;
  }

  private Exchange authenticated(Ask ask, Endpoint endpoint) {
    RepositoryName repository = ask.repository();
    URI target = endpoint.uri(ask.path());
    String known = authorizer.known(endpoint, repository);
    Reply reply = noted(ask, follow(endpoint, target, ask, known));
    if (!reply.is(401) || !(reply.exchange instanceof Answered unauthorized)) {
      if (known == null && reply.is(200)) {
        authorizer.isOpen(repository.registry());
      }
      return reply.exchange;
    }
    return switch (authorizer.answer(endpoint, repository, unauthorized, known)) {
      case Authorized authorized -> {
        Reply second = noted(ask, follow(endpoint, target, ask, authorized.header()));
        if (second.is(401)) {
          authorizer.refused(repository);
        }
        yield second.exchange;
      }
      case Refused refused -> Broken.of(refused.code(), refused.message());
    };
  }

  /** What another host does is not the registry's trouble, and says nothing of its limits. */
  private Reply noted(Ask ask, Reply reply) {
    String registry = ask.repository().registry();
    answers.note(registry, reply.exchange);
    if (reply.fromRegistry) {
      outages.note(registry, reply.exchange);
      if (reply.exchange instanceof Answered answered) {
        allowance.note(registry, answered);
      }
    } else {
      outages.answered(registry);
    }
    return reply;
  }

  private Reply follow(Endpoint endpoint, URI first, Ask ask, @Nullable String authorization) {
    URI target = first;
    boolean home = true;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      // Once away from the registry, credentials stay away, even if the way leads back.
      home = home && endpoint.isOrigin(target);
      MultiMap headers = ask.headers();
      if (home && authorization != null) {
        headers.add("Authorization", authorization);
      }
      boolean insecure = endpoint.insecure() && endpoint.isOrigin(target);
      Exchange exchange =
          connections.send(
              new Call(
                  ask.method(),
                  target,
                  isGuarded(endpoint, target),
                  insecure,
                  headers,
                  null,
                  ask.bound()));
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
