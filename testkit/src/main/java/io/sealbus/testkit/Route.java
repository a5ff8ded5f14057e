package io.sealbus.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path means.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints">
 *     endpoints</a>
 */
sealed interface Route {
  /** {@code /v2/}: is this a registry, and may I? */
  record Ping() implements Route {}

  /** Not of the specification: where {@link Access.Bearer} sends a client. */
  record Token() implements Route {}

  /** A manifest by tag or digest. */
  record Manifest(String repository, String tagOrDigest) implements Route {}

  /** A blob. */
  record Blob(String repository, String digest) implements Route {}

  /** Where uploads begin. */
  record Uploads(String repository) implements Route {}

  /** An upload that has begun. */
  record Upload(String repository, String id) implements Route {}

  /** The tags of a repository. */
  record Tags(String repository) implements Route {}

  /** The manifests that name this one as their subject. */
  record Referrers(String repository, String digest) implements Route {}

  /** The repositories of the registry. */
  record Catalogue() implements Route {}

  /** Nothing we know. */
  record Unknown() implements Route {}

  Pattern UPLOADS = Pattern.compile("/v2/(?<name>.+)/blobs/uploads/?");
  Pattern UPLOAD = Pattern.compile("/v2/(?<name>.+)/blobs/uploads/(?<rest>[^/]+)");
  Pattern REST =
      Pattern.compile("/v2/(?<name>.+)/(?<kind>manifests|blobs|referrers)/(?<rest>[^/]+)");
  Pattern TAGS = Pattern.compile("/v2/(?<name>.+)/tags/list");

  /** The meaning of a decoded path. */
  static Route of(String path) {
    switch (path) {
      case "/v2", "/v2/" -> {
        return new Ping();
      }
      case "/token" -> {
        return new Token();
      }
      case "/v2/_catalog" -> {
        return new Catalogue();
      }
      default -> {}
    }
    Matcher matcher = UPLOADS.matcher(path);
    if (matcher.matches()) {
      return new Uploads(matcher.group("name"));
    }
    matcher = UPLOAD.matcher(path);
    if (matcher.matches()) {
      return new Upload(matcher.group("name"), matcher.group("rest"));
    }
    matcher = TAGS.matcher(path);
    if (matcher.matches()) {
      return new Tags(matcher.group("name"));
    }
    matcher = REST.matcher(path);
    return matcher.matches()
        ? named(matcher.group("kind"), matcher.group("name"), matcher.group("rest"))
        : new Unknown();
  }

  private static Route named(String kind, String repository, String rest) {
    return switch (kind) {
      case "manifests" -> new Manifest(repository, rest);
      case "blobs" -> new Blob(repository, rest);
      default -> new Referrers(repository, rest);
    };
  }
}
