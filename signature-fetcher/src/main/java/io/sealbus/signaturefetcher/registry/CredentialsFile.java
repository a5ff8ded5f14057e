package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as docker's {@code config.json} and containers' {@code auth.json} hold them. A key of
 * {@code auths} is a registry, a registry with the beginning of a repository path, or, as docker
 * writes it, a URL, of which the host counts. The longest matching key wins.
 *
 * <p>{@code credHelpers} names the helper program of a registry, by its exact host and port, and
 * nothing else is tried there; {@code credsStore} that of every registry for which there is
 * neither.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">containers-auth.json</a>
 */
public final class CredentialsFile {
  /** No credentials at all. */
  public static final CredentialsFile NONE = new CredentialsFile(Map.of(), Map.of(), null);

  /** What came of reading a file. */
  public sealed interface Reading {}

  /** The file can be used. */
  public record Loaded(CredentialsFile credentials) implements Reading {}

  /** The file cannot be used; the message quotes nothing secret. */
  public record Refused(ReasonCode code, String message) implements Reading {}

  private final Map<String, Credential> credentials;
  private final Map<String, String> helpers;
  private final @Nullable String store;

  private CredentialsFile(
      Map<String, Credential> credentials, Map<String, String> helpers, @Nullable String store) {
    this.credentials = Map.copyOf(credentials);
    this.helpers = Map.copyOf(helpers);
    this.store = store;
  }

  /** Reads a {@code config.json}. */
  public static Reading read(Bytes json) {
    JsonNode root;
    try {
      root = StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      // The exception's text would quote the file.
      return new Refused(ReasonCode.CREDENTIALS_INVALID, "the credentials file is not JSON");
    }
    String store = StrictJson.text(root.path("credsStore"));
    var helpers = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : root.path("credHelpers").properties()) {
      helpers.put(scope(entry.getKey()), StrictJson.text(entry.getValue()));
    }
    String problem = problem(helpers, store);
    if (!problem.isEmpty()) {
      return new Refused(ReasonCode.CREDENTIALS_INVALID, problem);
    }
    var credentials = new LinkedHashMap<String, Credential>();
    for (Map.Entry<String, JsonNode> entry : root.path("auths").properties()) {
      Optional<Credential> credential = credential(entry.getValue());
      // Docker leaves an empty entry behind for what it put into a helper.
      if (credential.isEmpty()
          && !(entry.getValue().isEmpty()
              && (!store.isEmpty() || helpers.containsKey(scope(entry.getKey()))))) {
        return new Refused(
            ReasonCode.CREDENTIALS_INVALID,
            "no usable credentials in auths for " + ForeignText.quote(entry.getKey()));
      }
      credential.ifPresent(usable -> credentials.put(scope(entry.getKey()), usable));
    }
    return new Loaded(new CredentialsFile(credentials, helpers, store.isEmpty() ? null : store));
  }

  /** What is wrong with the helpers; nothing where nothing is. */
  private static String problem(Map<String, String> helpers, String store) {
    if (!store.isEmpty() && !CredentialProgram.isName(store)) {
      return "credsStore is not the name of a helper: " + ForeignText.quote(store);
    }
    for (Map.Entry<String, String> helper : helpers.entrySet()) {
      if (!CredentialProgram.isName(helper.getValue())) {
        return "credHelpers has no name of a helper for " + ForeignText.quote(helper.getKey());
      }
      if (!CloudRegistries.serves(helper.getValue(), helper.getKey())) {
        return helper.getValue() + " makes no tokens for " + ForeignText.quote(helper.getKey());
      }
    }
    return "";
  }

  /** The helper that alone is asked for {@code registry}; null for none. */
  @Nullable String helper(String registry) {
    return helpers.get(registry);
  }

  /** The helper for every registry without credentials of its own; null for none. */
  @Nullable String store(String registry) {
    return store != null && CloudRegistries.serves(store, registry) ? store : null;
  }

  /** The credential for {@code repository}, if there is one. */
  public Optional<Credential> find(RepositoryName repository) {
    String scope = repository.toString();
    while (true) {
      Credential credential = credentials.get(scope);
      int slash = scope.lastIndexOf('/');
      if (credential != null || slash < 0) {
        return Optional.ofNullable(credential);
      }
      scope = scope.substring(0, slash);
    }
  }

  private static String scope(String key) {
    boolean isUrl = key.startsWith("https://") || key.startsWith("http://");
    String scope = isUrl ? key.substring(key.indexOf("//") + 2).split("/", 2)[0] : key;
    int slash = scope.indexOf('/');
    String host = slash < 0 ? scope : scope.substring(0, slash);
    // Docker files its own registry under index.docker.io, and under the name of the API's host.
    boolean isDocker = host.equals("index.docker.io") || host.equals("registry-1.docker.io");
    return isDocker ? "docker.io" + (slash < 0 ? "" : scope.substring(slash)) : scope;
  }

  private static Optional<Credential> credential(JsonNode entry) {
    String identity = StrictJson.text(entry.path("identitytoken"));
    if (!identity.isEmpty()) {
      return Optional.of(new Credential.IdentityToken(identity));
    }
    String user = StrictJson.text(entry.path("username"));
    if (!user.isEmpty()) {
      return Optional.of(new Credential.Basic(user, StrictJson.text(entry.path("password"))));
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(StrictJson.text(entry.path("auth")));
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(new Credential.Basic(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
