package io.sealbus.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets requests through as their host's {@link Access} says, and gives out tokens. */
final class Gate {
  private final Map<String, Set<Grant>> tokens = new ConcurrentHashMap<>();
  private volatile Access access = Access.open();

  /** One action on one repository of one host. */
  private record Grant(String host, String repository, String action) {}

  /** For hosts without an access of their own. */
  void protect(Access newAccess) {
    access = newAccess;
  }

  /** Makes every token given out so far worthless, as time does. */
  void expireTokens() {
    tokens.clear();
  }

  private Access of(RegistryRequest request) {
    Access own = request.host().access();
    return own == null ? access : own;
  }

  /** The refusal, or empty if the request may pass. */
  Optional<Answer> refusal(RegistryRequest request, @Nullable String repository) {
    return switch (of(request)) {
      case Access.Open open -> Optional.empty();
      case Access.Basic basic ->
          isUser(request, basic.user(), basic.password())
              ? Optional.empty()
              : Optional.of(challenge("Basic realm=\"testkit\""));
      case Access.Bearer bearer -> refusalOfToken(request, repository);
    };
  }

  private Optional<Answer> refusalOfToken(RegistryRequest request, @Nullable String repository) {
    Set<Grant> granted =
        request
            .header("Authorization")
            .filter(value -> value.startsWith("Bearer "))
            .map(value -> tokens.get(value.substring("Bearer ".length())))
            .orElse(null);
    String realm =
        "Bearer realm=\"http://%s/token\",service=\"%s\""
            .formatted(request.authority(), request.host().name());
    if (repository == null) {
      return granted == null ? Optional.of(challenge(realm)) : Optional.empty();
    }
    String action = action(request);
    if (granted != null && granted.contains(new Grant(request.host().name(), repository, action))) {
      return Optional.empty();
    }
    String actions = action.equals("push") ? "pull,push" : action;
    return Optional.of(
        challenge(
            realm
                + ",scope=\"repository:%s:%s\"".formatted(repository, actions)
                + (granted == null ? "" : ",error=\"insufficient_scope\"")));
  }

  private static String action(RegistryRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> "pull";
      case "DELETE" -> "delete";
      default -> "push";
    };
  }

  private static Answer challenge(String challenge) {
    return RegistryError.UNAUTHORIZED.answer().header("WWW-Authenticate", challenge);
  }

  private static boolean isUser(RegistryRequest request, String user, String password) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return request.header("Authorization").filter(("Basic " + credentials)::equals).isPresent();
  }

  /** {@code GET /token}. */
  Answer token(RegistryRequest request) {
    if (!(of(request) instanceof Access.Bearer bearer)) {
      return Answer.status(404);
    }
    if (!request.method().equals("GET")) {
      return RegistryError.UNSUPPORTED.answer();
    }
    boolean user = isUser(request, bearer.user(), bearer.password());
    boolean anonymous = request.header("Authorization").isEmpty() && bearer.anonymousPull();
    if (!user && !anonymous) {
      return RegistryError.UNAUTHORIZED.answer();
    }
    String token = UUID.randomUUID().toString();
    tokens.put(token, grants(request, user));
    return Answer.status(200)
        .json(Json.object().put("token", token).put("access_token", token).put("expires_in", 300));
  }

  private static Set<Grant> grants(RegistryRequest request, boolean user) {
    var grants = new HashSet<Grant>();
    for (String scopes : request.parameters("scope")) {
      for (String scope : scopes.split(" ", -1)) {
        String rest = scope.startsWith("repository:") ? scope.substring(11) : "";
        int colon = rest.lastIndexOf(':');
        if (colon > 0) {
          String repository = rest.substring(0, colon);
          actions(rest.substring(colon + 1)).stream()
              .filter(action -> user || action.equals("pull"))
              .forEach(action -> grants.add(new Grant(request.host().name(), repository, action)));
        }
      }
    }
    return Set.copyOf(grants);
  }

  private static List<String> actions(String text) {
    return text.equals("*")
        ? List.of("pull", "push", "delete")
        : Arrays.asList(text.split(",", -1));
  }
}
