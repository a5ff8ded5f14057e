package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image as the admission controller reads it, which is not how a node does: the
 * first component is a registry only where it has a dot or a colon, and Docker Hub is {@code
 * index.docker.io}.
 *
 * @param registry {@code host[:port]}
 * @param repository the path in it
 * @param tag null where there is a digest
 * @param digest null where there is a tag
 * @see <a href="https://pkg.go.dev/github.com/google/go-containerregistry/pkg/name">
 *     go-containerregistry, package name</a>
 */
public record ImageName(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {
  private static final String DOCKER_HUB = "index.docker.io";
  private static final String DOCKER_HUB_ALIAS = "docker.io";
  private static final String SHA256 = "sha256:";
  private static final int MAX_LENGTH = 1024;
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9_\\-./]{2,255}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_\\-.]{1,128}");
  private static final Pattern REGISTRY =
      Pattern.compile("(?:[A-Za-z0-9.\\-_~]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]+)?");

  /** The image that stands under {@code digest} in the repository of {@code reference}. */
  public static ImageName of(ImageReference reference, Digest digest) {
    String registry = reference.registry();
    return new ImageName(
        registry.equals(DOCKER_HUB_ALIAS) ? DOCKER_HUB : registry,
        reference.repository(),
        null,
        digest);
  }

  /** The name in {@code text}, or empty where it is none. Never throws. */
  public static Optional<ImageName> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int at = text.indexOf('@');
    if (at < 0) {
      return parseTagged(text);
    }
    Optional<Digest> digest =
        Digest.parse(text.substring(at + 1)).filter(d -> d.text().startsWith(SHA256));
    return digest.flatMap(d -> {
      String base = text.substring(0, at);
      // A tag beside the digest is checked like one, and means nothing.
      Optional<ImageName> tagged = parseTagged(base);
      return tagged.map(t -> new ImageName(t.registry, t.repository, null, d));
    });
  }

  private static Optional<ImageName> parseTagged(String text) {
    String base = text;
    String tag = "latest";
    int colon = text.lastIndexOf(':');
    if (colon > text.lastIndexOf('/')) {
      base = text.substring(0, colon);
      tag = text.substring(colon + 1);
    }
    int slash = base.indexOf('/');
    String first = slash < 0 ? "" : base.substring(0, slash);
    boolean named = first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
    String registry = named && !first.equals(DOCKER_HUB_ALIAS) ? first : DOCKER_HUB;
    String repository = named ? base.substring(slash + 1) : base;
    if (!REGISTRY.matcher(registry).matches()
        || !REPOSITORY.matcher(repository).matches()
        || !TAG.matcher(tag).matches()) {
      return Optional.empty();
    }
    boolean official = registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0;
    return Optional.of(
        new ImageName(registry, official ? "library/" + repository : repository, tag, null));
  }

  /** This image under {@code digest}. */
  public ImageName withDigest(Digest resolved) {
    return new ImageName(registry, repository, null, resolved);
  }

  /** The name that globs are held against, which is always in full. */
  public String qualified() {
    String name = registry + "/" + repository;
    return digest == null ? name + ":" + tag : name + "@" + digest;
  }

  /** The repository, {@code registry/path}, as references name it. */
  String referenceRepository() {
    return (registry.equals(DOCKER_HUB) ? DOCKER_HUB_ALIAS : registry) + "/" + repository;
  }

  @Override
  public String toString() {
    return qualified();
  }
}
