package io.sealbus.signaturefetcher.source;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.runtime.http.Secrets;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.signaturefetcher.source.SecretAuthentication.Form;
import io.sealbus.signaturefetcher.source.SourceKind.Proof;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file that lists the sources, YAML or JSON. {@code docs/webhooks.md} has an example for
 * each kind.
 *
 * @param directory that relative paths of secrets start from
 * @param environment values of variables
 * @param keys of a token's issuer
 * @param clock that tokens are held against
 */
record SourcesFile(
    Path directory,
    Function<String, @Nullable String> environment,
    Function<URI, JWKSource<SecurityContext>> keys,
    InstantSource clock) {
  private static final Limits LIMITS = new Limits(1 << 20, 8, 1);
  private static final int MAX_SOURCES = 256;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** A secret that stands in a URL is all that a stranger would have to guess. */
  private static final Pattern URL_SECRET = Pattern.compile("[A-Za-z0-9._~-]{16,512}");

  private static final Set<String> MEMBERS =
      Set.of(
          "kind",
          "name",
          "registries",
          "authentication",
          "header",
          "secrets",
          "oidc",
          "certificate",
          "repositories",
          "topics");
  private static final Set<String> SECRET = Set.of("file", "variable", "text");
  private static final Set<String> CERTIFICATE = Set.of("names", "subjects");
  private static final Set<String> OIDC = Set.of("audience", "email", "issuers", "keys", "claims");
  private static final List<String> GOOGLE_ISSUERS =
      List.of("accounts.google.com", "https://accounts.google.com");
  private static final String GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs";

  /** The sources in {@code text}. */
  List<Source> read(byte[] text) {
    SourceEntry root =
        switch (Documents.read(text, LIMITS)) {
          case Reading.Read<List<Node>>(List<Node> documents) when documents.size() == 1 ->
              SourceEntry.of("fetcher.sources", documents.get(0));
          case Reading.Read<List<Node>> ignored ->
              throw new ConfigurationException("fetcher.sources: expected one document");
          case Reading.Refused<List<Node>>(var findings) ->
              throw new ConfigurationException("fetcher.sources: " + findings.get(0));
        };
    List<SourceEntry> entries = root.only(Set.of("sources")).entries("sources");
    if (entries.size() > MAX_SOURCES) {
      throw root.wrong("sources", "more than " + MAX_SOURCES);
    }
    var sources = new ArrayList<Source>();
    var ids = new HashSet<String>();
    for (SourceEntry entry : entries) {
      Source source = source(entry.only(MEMBERS));
      if (!ids.add(source.id())) {
        throw entry.wrong("name", "there is another " + source.id());
      }
      sources.add(source);
    }
    return List.copyOf(sources);
  }

  private Source source(SourceEntry entry) {
    SourceKind kind =
        SourceKind.of(entry.require("kind"))
            .orElseThrow(() -> entry.wrong("kind", "expected one of " + SourceKind.texts()));
    String name = entry.require("name");
    if (!NAME.matcher(name).matches()) {
      throw entry.wrong("name", "expected lower-case letters, digits, dots and dashes");
    }
    PullPlaces places = places(entry, kind);
    Set<String> topics = new LinkedHashSet<>(entry.texts("topics"));
    if (topics.isEmpty() == (kind == SourceKind.EVENT_GRID)) {
      throw entry.wrong("topics", "needed for event-grid, and for nothing else");
    }
    return new Source(
        kind,
        name,
        registries(entry, kind, places),
        authentication(entry, kind),
        kind.adapter(places, topics));
  }

  private static PullPlaces places(SourceEntry entry, SourceKind kind) {
    Map<String, String> repositories = entry.map("repositories");
    if (!repositories.isEmpty() && kind != SourceKind.ARTIFACTORY && kind != SourceKind.NEXUS) {
      throw entry.wrong("repositories", "of no use to " + kind.text());
    }
    for (String place : repositories.values()) {
      // Any image will do to try whether what stands before it is a registry and a path.
      if (PullReference.parse(place + "/image")
          .flatMap(reference -> RepositoryName.parse(reference.host(), reference.path()))
          .isEmpty()) {
        throw entry.wrong("repositories", "expected registry or registry/path for each");
      }
    }
    return new PullPlaces(repositories);
  }

  private static Set<String> registries(SourceEntry entry, SourceKind kind, PullPlaces places) {
    Set<String> registries = new LinkedHashSet<>(entry.texts("registries"));
    if (registries.isEmpty()) {
      registries.addAll(kind.usualRegistries());
    }
    places.byRepository().values().forEach(place -> registries.add(place.split("/", 2)[0]));
    if (registries.isEmpty()) {
      throw entry.wrong("registries", "missing");
    }
    for (String registry : registries) {
      if (!RepositoryName.isRegistry(registry)) {
        throw entry.wrong("registries", "expected host or host:port");
      }
    }
    return registries;
  }

  private Authentication authentication(SourceEntry entry, SourceKind kind) {
    String text = entry.text("authentication");
    if (text == null && kind.mustChooseProof()) {
      throw entry.wrong("authentication", "missing: hmac or header, as it is set there");
    }
    Proof proof =
        text == null
            ? kind.proofs().get(0)
            : kind.proofs().stream()
                .filter(one -> one.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                    entry.wrong(
                        "authentication",
                        "expected one of " + kind.proofs().stream().map(Proof::text).toList()));
    if (entry.has("header") && proof != Proof.HEADER) {
      throw entry.wrong("header", "of no use to authentication " + proof.text());
    }
    if (entry.has("oidc") != (proof == Proof.OIDC)) {
      throw entry.wrong("oidc", "needed for authentication oidc, and for nothing else");
    }
    if (entry.has("certificate") != (proof == Proof.CERTIFICATE)) {
      throw entry.wrong(
          "certificate", "needed for authentication certificate, and for nothing else");
    }
    return switch (proof) {
      case CERTIFICATE -> certificate(entry);
      case BEARER ->
          new SecretAuthentication(Form.BEARER, "Authorization", new Secrets(secrets(entry)));
      case BASIC ->
          new SecretAuthentication(Form.BASIC, "Authorization", new Secrets(secrets(entry)));
      case HEADER ->
          new SecretAuthentication(Form.HEADER, header(entry, kind), new Secrets(secrets(entry)));
      case URL -> new SecretAuthentication(Form.URL, "", new Secrets(urlSecrets(entry)));
      case HMAC -> kind.hmac(secrets(entry));
      case OIDC -> oidc(entry, kind);
    };
  }

  private Authentication certificate(SourceEntry entry) {
    SourceEntry certificate =
        SourceEntry.of(entry.path() + ".certificate", entry.mapping().get("certificate"))
            .only(CERTIFICATE);
    if (entry.has("secrets")) {
      throw entry.wrong("secrets", "of no use to authentication certificate");
    }
    Set<String> names = Set.copyOf(certificate.texts("names"));
    var subjects = new HashSet<X500Principal>();
    for (String subject : certificate.texts("subjects")) {
      try {
        subjects.add(new X500Principal(subject));
      } catch (IllegalArgumentException e) {
        throw certificate.wrong("subjects", "expected names such as CN=zot,O=Acme");
      }
    }
    if (names.isEmpty() && subjects.isEmpty()) {
      throw certificate.wrong("names", "missing: an authority vouches for others as well");
    }
    return new CertificateAuthentication(names, subjects, clock);
  }

  private static String header(SourceEntry entry, SourceKind kind) {
    String header = entry.text("header");
    if (header == null) {
      return kind.usualHeader();
    }
    if (!HEADER.matcher(header).matches()) {
      throw entry.wrong("header", "expected the name of a header");
    }
    return header;
  }

  private List<String> urlSecrets(SourceEntry entry) {
    List<String> secrets = secrets(entry);
    if (!secrets.stream().allMatch(secret -> URL_SECRET.matcher(secret).matches())) {
      throw entry.wrong(
          "secrets", "expected 16 to 512 letters, digits, dots, dashes, underscores and tildes");
    }
    return secrets;
  }

  private List<String> secrets(SourceEntry entry) {
    var secrets = new ArrayList<String>();
    for (SourceEntry each : entry.entries("secrets")) {
      if (each.only(SECRET).mapping().members().size() != 1) {
        throw entry.wrong("secrets", "expected file, variable or text for each");
      }
      secrets.add(secret(each));
    }
    if (secrets.isEmpty()) {
      throw entry.wrong("secrets", "missing");
    }
    return secrets;
  }

  private String secret(SourceEntry entry) {
    if (entry.has("text")) {
      return entry.require("text");
    }
    if (entry.has("variable")) {
      String value = environment.apply(entry.require("variable"));
      if (value == null || value.isEmpty()) {
        throw entry.wrong("variable", "not set");
      }
      return value;
    }
    try {
      String value = Files.readString(directory.resolve(entry.require("file"))).stripTrailing();
      if (!value.isEmpty()) {
        return value;
      }
    } catch (IOException e) {
      throw entry.wrong("file", "cannot be read");
    }
    throw entry.wrong("file", "empty");
  }

  private Authentication oidc(SourceEntry entry, SourceKind kind) {
    SourceEntry oidc =
        SourceEntry.of(entry.path() + ".oidc", entry.mapping().get("oidc")).only(OIDC);
    boolean google = kind == SourceKind.GOOGLE;
    List<String> issuers = oidc.texts("issuers");
    if (issuers.isEmpty() && google) {
      issuers = GOOGLE_ISSUERS;
    }
    if (issuers.isEmpty()) {
      throw oidc.wrong("issuers", "missing");
    }
    String email = oidc.text("email");
    Map<String, String> claims = oidc.map("claims");
    if (email == null && (google || claims.isEmpty())) {
      throw oidc.wrong("email", "missing: anyone can have a token for this audience");
    }
    if (entry.has("secrets")) {
      throw entry.wrong("secrets", "of no use to authentication oidc");
    }
    return new OidcAuthentication(
        new OidcAuthentication.Expected(
            Set.copyOf(issuers), oidc.require("audience"), email, claims),
        keys.apply(keysUrl(oidc, google)),
        clock);
  }

  private static URI keysUrl(SourceEntry oidc, boolean google) {
    String url = oidc.text("keys");
    try {
      URI uri = new URI(url == null && google ? GOOGLE_KEYS : oidc.require("keys"));
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw oidc.wrong("keys", "no URL");
    }
    throw oidc.wrong("keys", "expected an https URL");
  }
}
