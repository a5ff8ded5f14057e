package io.sealbus.verification.openshift;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.sealbus.verification.reference.Digest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A docker reference, parsed as the controller parses it and refused in its words, which end up in
 * the text of a failed sync.
 *
 * @param name domain and path
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference">distribution/reference</a>
 */
record DockerReference(String name, @Nullable String tag, @Nullable String digest) {
  private static final int LONGEST_NAME = 255;
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String DOMAIN = "LABEL(?:\\.LABEL)*(?::[0-9]+)?".replace("LABEL", LABEL);
  private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*";
  private static final String NAME = "(?:" + DOMAIN + "/)?" + COMPONENT + "(?:/" + COMPONENT + ")*";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "("
              + NAME
              + ")(?::(\\w[\\w.-]{0,127}))?"
              + "(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}))?");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern FOREIGN_DIGEST =
      Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+");
  private static final Set<String> ALGORITHMS = Set.of("sha256", "sha384", "sha512");

  private static final String DEFAULT_DOMAIN = "docker.io";
  private static final String LEGACY_DOMAIN = "index.docker.io";

  /** The reference as it is written. */
  static DockerReference parse(String text) throws SyncFailure {
    Matcher m = REFERENCE.matcher(text);
    if (!m.matches()) {
      if (text.isEmpty()) {
        throw new SyncFailure("repository name must have at least one component");
      }
      throw new SyncFailure(
          REFERENCE.matches(text.toLowerCase(Locale.ROOT))
              ? "repository name must be lowercase"
              : "invalid reference format");
    }
    if (m.group(1).length() > LONGEST_NAME) {
      throw new SyncFailure("repository name must not be more than 255 characters");
    }
    String digest = m.group(3);
    if (digest != null) {
      checkDigest(digest);
    }
    return new DockerReference(m.group(1), m.group(2), digest);
  }

  private static void checkDigest(String text) throws SyncFailure {
    int colon = text.indexOf(':');
    String algorithm = text.substring(0, colon);
    if (!ALGORITHMS.contains(algorithm)) {
      throw new SyncFailure(
          FOREIGN_DIGEST.matches(text)
              ? "unsupported digest algorithm"
              : "invalid checksum digest format");
    }
    int hexLength = Integer.parseInt(algorithm.substring("sha".length())) / 4;
    if (text.length() - colon - 1 != hexLength) {
      throw new SyncFailure("invalid checksum digest length");
    }
    if (Digest.parse(text).isEmpty()) {
      throw new SyncFailure("invalid checksum digest format");
    }
  }

  /** The reference with the domain and namespace that Docker leaves out. */
  static DockerReference parseNormalized(String text) throws SyncFailure {
    if (IDENTIFIER.matches(text)) {
      throw new SyncFailure(
          "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
    }
    int slash = text.indexOf('/');
    boolean qualified = slash >= 0 && isDomain(text.substring(0, slash));
    String domain = qualified ? text.substring(0, slash) : DEFAULT_DOMAIN;
    String rest = qualified ? text.substring(slash + 1) : text;
    if (domain.equals(LEGACY_DOMAIN)) {
      domain = DEFAULT_DOMAIN;
    }
    if (domain.equals(DEFAULT_DOMAIN) && rest.indexOf('/') < 0) {
      rest = "library/" + rest;
    }
    int colon = rest.indexOf(':');
    String path = colon < 0 ? rest : rest.substring(0, colon);
    if (!path.equals(path.toLowerCase(Locale.ROOT))) {
      throw new SyncFailure("invalid reference format: repository name must be lowercase");
    }
    return parse(domain + "/" + rest);
  }

  private static boolean isDomain(String text) {
    return text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.equals("localhost");
  }

  /** The reference, where nothing was left out. */
  static DockerReference parseCanonical(String text) throws SyncFailure {
    DockerReference reference = parseNormalized(text);
    if (!reference.text().equals(text)) {
      throw new SyncFailure("repository name must be canonical");
    }
    return reference;
  }

  boolean hasDigest() {
    return digest != null;
  }

  /** The reference as text. */
  String text() {
    return name + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
