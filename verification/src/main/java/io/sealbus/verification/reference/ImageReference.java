package io.sealbus.verification.reference;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A docker reference in its normalized form: {@code host[:port]/path[:tag][@digest]}.
 *
 * <p>Short names are completed as docker does it: {@code nginx} is {@code docker.io/library/nginx}.
 * Equality is that of the normalized text, case-sensitive.
 *
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed">
 *     ParseNormalizedNamed</a>
 */
public final class ImageReference {
  /** Longest reference that is looked at, in UTF-16 units; names end at 255, tags at 128. */
  private static final int MAX_LENGTH = 1024;

  private static final int MAX_NAME_LENGTH = 255;
  private static final String DEFAULT_DOMAIN = "docker.io";
  private static final String LEGACY_DEFAULT_DOMAIN = "index.docker.io";
  private static final String OFFICIAL_PREFIX = "library/";
  private static final String DEFAULT_TAG = "latest";

  private final String registry;
  private final String repository;
  private final @Nullable String tag;
  private final @Nullable Digest digest;
  private final String name;
  private final String text;

  private ImageReference(
      String registry, String repository, @Nullable String tag, @Nullable Digest digest) {
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
    this.name = registry + '/' + repository;
    this.text = name + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }

  /**
   * Reads and normalizes {@code text}. A reference without tag and digest stays without.
   *
   * @throws InvalidReferenceException where the text is not a reference
   */
  public static ImageReference parse(String text) throws InvalidReferenceException {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidReferenceException("reference is too long");
    }
    if (ReferenceGrammar.isIdentifier(text)) {
      throw new InvalidReferenceException("64 hex digits are an image id, not a name");
    }
    String registry = DEFAULT_DOMAIN;
    String remainder = text;
    int slash = text.indexOf('/');
    if (slash >= 0 && looksLikeDomain(text.substring(0, slash))) {
      registry = text.substring(0, slash);
      remainder = text.substring(slash + 1);
    }
    if (registry.equals(LEGACY_DEFAULT_DOMAIN)) {
      registry = DEFAULT_DOMAIN;
    }
    if (registry.equals(DEFAULT_DOMAIN) && remainder.indexOf('/') < 0) {
      remainder = OFFICIAL_PREFIX + remainder;
    }
    return parseNormalized(registry, remainder);
  }

  /**
   * Reads an image reference as a client that pulls does: a bare name means its {@code latest} tag,
   * and tag and digest together are refused.
   *
   * @throws InvalidReferenceException where the text is not a reference, or names tag and digest
   */
  public static ImageReference parseImage(String text) throws InvalidReferenceException {
    ImageReference reference = parse(text).withDefaultTag();
    if (reference.tag != null && reference.digest != null) {
      throw new InvalidReferenceException("names a tag and a digest; nodes accept only one");
    }
    return reference;
  }

  private static ImageReference parseNormalized(String registry, String remainder)
      throws InvalidReferenceException {
    String rest = remainder;
    Digest digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest =
          Digest.parse(rest.substring(at + 1))
              .orElseThrow(() -> new InvalidReferenceException("the digest is not one"));
      rest = rest.substring(0, at);
    }
    String tag = null;
    int colon = rest.indexOf(':');
    if (colon >= 0) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      if (!ReferenceGrammar.isTag(tag)) {
        throw new InvalidReferenceException("the tag is not one");
      }
    }
    if (!ReferenceGrammar.isDomain(registry)) {
      throw new InvalidReferenceException("the registry is not a host name");
    }
    if (!ReferenceGrammar.isPath(rest)) {
      throw new InvalidReferenceException(
          rest.equals(rest.toLowerCase(Locale.ROOT))
              ? "the repository is not a path of names"
              : "the repository must be lower case");
    }
    if (registry.length() + 1 + rest.length() > MAX_NAME_LENGTH) {
      throw new InvalidReferenceException("the repository name is longer than 255 characters");
    }
    return new ImageReference(registry, rest, tag, digest);
  }

  /** Whether the first component of a name is a registry rather than part of a Docker Hub name. */
  private static boolean looksLikeDomain(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether {@code text} is {@code host[:port]} or {@code host[:port]/path}, the form of prefixes
   * that identities are remapped by. Nothing is normalized.
   */
  public static boolean isNamePrefix(String text) {
    int slash = text.indexOf('/');
    String domain = slash < 0 ? text : text.substring(0, slash);
    return text.length() <= MAX_LENGTH
        && ReferenceGrammar.isDomain(domain)
        && (slash < 0 || ReferenceGrammar.isPath(text.substring(slash + 1)));
  }

  /** This reference, with the tag {@code latest} where it has neither tag nor digest. */
  public ImageReference withDefaultTag() {
    return isNameOnly() ? new ImageReference(registry, repository, DEFAULT_TAG, null) : this;
  }

  /** Whether there is neither tag nor digest. */
  public boolean isNameOnly() {
    return tag == null && digest == null;
  }

  /** {@code host} or {@code host:port}. */
  public String registry() {
    return registry;
  }

  /** The path in the registry. */
  public String repository() {
    return repository;
  }

  /** Registry and repository, without tag and digest. */
  public String name() {
    return name;
  }

  /** The tag, or null. */
  public @Nullable String tag() {
    return tag;
  }

  /** The digest, or null. */
  public @Nullable Digest digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageReference that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The normalized text. */
  @Override
  public String toString() {
    return text;
  }
}
