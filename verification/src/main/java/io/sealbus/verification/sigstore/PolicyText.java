package io.sealbus.verification.sigstore;

/**
 * A text in a policy language that a document must satisfy.
 *
 * @param language as written: {@code cue} or {@code rego}, or {@code cel} as an extension of ours
 */
public record PolicyText(String language, Content content) {
  /** Where the text stands. */
  public sealed interface Content {
    /** In the policy. */
    record Data(String text) implements Content {}

    /** In an entry of a config map in the controller's namespace. */
    record ConfigMapRef(String name, String key) implements Content {}

    /** Behind a URL, with the SHA-256 of what stands there in lower-case hex. */
    record Remote(String url, String sha256) implements Content {}
  }
}
