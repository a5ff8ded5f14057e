package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers a registry's challenge: Basic, or a bearer token from the registry's token service. We
 * ask for a token to pull from the one repository, whatever scope the challenge names.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token
 *     authentication</a>
 */
final class Authorizer {
  private static final long MIN_TOKEN_SECONDS = 60;
  private static final long MAX_TOKEN_SECONDS = 3600;
  private static final String WHOLE = "sealbus/whole-registry";
  private static final Pattern HEADER_SAFE = Pattern.compile("[\\x21-\\x7e]{1,16384}");

  /** How a challenge was met. */
  sealed interface Answer {}

  /** Ask again with this {@code Authorization} header. */
  record Authorized(String header) implements Answer {
    @Override
    public String toString() {
      return "Authorized";
    }
  }

  /** The challenge cannot be met. */
  record Refused(ReasonCode code, String message) implements Answer {}

  /** How many repositories get a token at the same time without waiting for each other. */
  private static final int STRIPES = 64;

  private final Connections connections;
  private final RegistrySettings settings;
  private final Credentials credentials;
  private final TokenCache tokens;
  private final Challenges challenges;
  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  Authorizer(
      Connections connections,
      RegistrySettings settings,
      Credentials credentials,
      InstantSource clock) {
    this.connections = connections;
    this.settings = settings;
    this.credentials = credentials;
    this.tokens = new TokenCache(clock);
    this.challenges = new Challenges(clock);
    Arrays.setAll(locks, n -> new ReentrantLock());
  }

  /**
   * The header that the registry accepted before, or one for how it challenged for other
   * repositories, which spares asking in vain; null where none is known. Blocks.
   */
  @Nullable String known(Endpoint endpoint, RepositoryName repository) {
    String header = tokens.get(repository);
    List<Challenge> expected = header == null ? challenges.of(repository.registry()) : List.of();
    return expected.isEmpty() ? header : ahead(endpoint, repository, expected);
  }

  private @Nullable String ahead(
      Endpoint endpoint, RepositoryName repository, List<Challenge> expected) {
    ReentrantLock lock = lock(repository);
    lock.lock();
    try {
      String header = tokens.get(repository);
      if (header == null
          && meet(endpoint, repository, expected) instanceof Authorized(String fresh)) {
        return fresh;
      }
      return header;
    } finally {
      lock.unlock();
    }
  }

  /** The registry answers without credentials. */
  void isOpen(String registry) {
    challenges.forget(registry);
  }

  /**
   * Meets the challenge of a 401 answer of the registry itself. Blocks.
   *
   * @param used the header that was not good enough; null for none
   */
  Answer answer(
      Endpoint endpoint, RepositoryName repository, Answered unauthorized, @Nullable String used) {
    ReentrantLock lock = lock(repository);
    lock.lock();
    try {
      String header = tokens.get(repository);
      if (header != null && !header.equals(used)) {
        // While this request was under way another one got it.
        return new Authorized(header);
      }
      tokens.remove(repository);
      List<Challenge> posed = Challenge.parse(unauthorized.headers().getAll("WWW-Authenticate"));
      Answer answer = meet(endpoint, repository, posed);
      if (answer instanceof Authorized) {
        challenges.remember(repository.registry(), posed);
      } else {
        challenges.forget(repository.registry());
        credentials.refused(repository.registry());
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** The registry does not let in even who met its challenge. */
  void refused(RepositoryName repository) {
    tokens.remove(repository);
    credentials.refused(repository.registry());
  }

  private ReentrantLock lock(RepositoryName repository) {
    return locks[Math.floorMod(repository.hashCode(), STRIPES)];
  }

  private Answer meet(Endpoint endpoint, RepositoryName repository, List<Challenge> posed) {
    Optional<Credential> credential;
    switch (credentials.find(repository)) {
      case CredentialProgram.Has has -> credential = Optional.of(has.credential());
      case CredentialProgram.HasNone none -> credential = Optional.empty();
      case CredentialProgram.Failed failed -> {
        return new Refused(ReasonCode.CREDENTIAL_HELPER_FAILED, failed.message());
      }
    }
    for (Challenge challenge : posed) {
      if (challenge.scheme().equals("bearer")) {
        return token(endpoint, repository, challenge, credential);
      }
      if (challenge.scheme().equals("basic")
          && credential.orElse(null) instanceof Credential.Basic basic) {
        tokens.put(repository, basic.header(), MAX_TOKEN_SECONDS);
        return new Authorized(basic.header());
      }
    }
    return new Refused(
        ReasonCode.REGISTRY_UNAUTHORIZED,
        repository.registry()
            + (credential.isEmpty()
                ? " wants credentials, and none are configured"
                : " wants a kind of authentication that the configured credentials do not fit"));
  }

  private Answer token(
      Endpoint endpoint,
      RepositoryName repository,
      Challenge challenge,
      Optional<Credential> credential) {
    Optional<URI> realm = realm(endpoint, challenge.parameter("realm"));
    if (realm.isEmpty()) {
      return new Refused(
          ReasonCode.REGISTRY_TARGET_REFUSED,
          repository.registry()
              + " names a token service that it must not name: "
              + ForeignText.quote(String.valueOf(challenge.parameter("realm"))));
    }
    boolean insecure = endpoint.insecure() && endpoint.isHost(realm.get());
    String query = query(repository, challenge.parameter("service"));
    Exchange exchange =
        switch (credential.orElse(null)) {
          case Credential.IdentityToken identity ->
              send(
                  HttpMethod.POST,
                  realm.get(),
                  insecure,
                  MultiMap.caseInsensitiveMultiMap()
                      .add("Content-Type", "application/x-www-form-urlencoded"),
                  query
                      + "&grant_type=refresh_token&client_id=sealbus&refresh_token="
                      + encode(identity.token()));
          case Credential.Basic basic ->
              ask(
                  realm.get(),
                  insecure,
                  query,
                  MultiMap.caseInsensitiveMultiMap().add("Authorization", basic.header()));
          case null -> ask(realm.get(), insecure, query, MultiMap.caseInsensitiveMultiMap());
        };
    return read(repository, exchange);
  }

  private Exchange ask(URI realm, boolean insecure, String query, MultiMap headers) {
    String separator = realm.getRawQuery() == null ? "?" : "&";
    return send(HttpMethod.GET, URI.create(realm + separator + query), insecure, headers, null);
  }

  private Exchange send(
      HttpMethod method, URI target, boolean insecure, MultiMap headers, @Nullable String form) {
    // The registry's own host was configured, and so were the trusted ones: their address is free.
    return connections.send(
        new Call(method, target, false, insecure, headers, form, settings.limits().otherBytes()));
  }

  /**
   * The token service, where the registry may name it: over TLS on its own host or on a trusted
   * one; without TLS only at its very own origin, and only if it is itself spoken to without TLS.
   */
  private Optional<URI> realm(Endpoint endpoint, @Nullable String realm) {
    return parse(realm)
        .filter(target ->
            Endpoint.isPlain(target)
                ? endpoint.isOrigin(target)
                : endpoint.isHost(target)
                    || settings.trusts(endpoint.registry(), Endpoint.hostOf(target)));
  }

  private static Optional<URI> parse(@Nullable String realm) {
    if (realm == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(realm);
      boolean http = "https".equalsIgnoreCase(uri.getScheme()) || Endpoint.isPlain(uri);
      boolean plain =
          uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      return http && plain ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String query(RepositoryName repository, @Nullable String service) {
    String scope =
        repository.path().equals(WHOLE)
            ? "registry:catalog:*"
            : "repository:" + repository.path() + ":pull";
    return (service == null ? "" : "service=" + encode(service) + "&") + "scope=" + encode(scope);
  }

  /** Stands for a registry as a whole, whose list of repositories wants a scope of its own. */
  static RepositoryName wholeOf(String registry) {
    return new RepositoryName(registry, WHOLE);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer read(RepositoryName repository, Exchange exchange) {
    return switch (exchange) {
      case Broken broken -> new Refused(broken.code(), "token service: " + broken.message());
      case Exchange.TooLarge tooLarge ->
          new Refused(ReasonCode.REGISTRY_ERROR, "the token service's answer is too long");
      case Answered answered when answered.status() == 200 -> readToken(repository, answered);
      case Answered answered ->
          new Refused(
              switch (answered.status()) {
                case 400, 401, 403 -> ReasonCode.REGISTRY_UNAUTHORIZED;
                case 429, 503 -> ReasonCode.REGISTRY_BUSY;
                default -> ReasonCode.REGISTRY_ERROR;
              },
              "the token service of " + repository.registry() + " answers " + answered.status());
    };
  }

  private Answer readToken(RepositoryName repository, Answered answered) {
    JsonNode body;
    try {
      body = StrictJson.parse(answered.body());
    } catch (JsonProcessingException e) {
      return new Refused(ReasonCode.REGISTRY_ERROR, "the token service's answer is not JSON");
    }
    String token = StrictJson.text(body.path("token"));
    String usable = token.isEmpty() ? StrictJson.text(body.path("access_token")) : token;
    if (!HEADER_SAFE.matcher(usable).matches()) {
      return new Refused(ReasonCode.REGISTRY_ERROR, "the token service's answer has no token");
    }
    long seconds = body.path("expires_in").asLong(MIN_TOKEN_SECONDS);
    tokens.put(
        repository, "Bearer " + usable, Math.clamp(seconds, MIN_TOKEN_SECONDS, MAX_TOKEN_SECONDS));
    return new Authorized("Bearer " + usable);
  }
}
