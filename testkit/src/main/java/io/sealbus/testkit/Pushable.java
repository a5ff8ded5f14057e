package io.sealbus.testkit;

/** What can be pushed by tag and signed by digest. */
public sealed interface Pushable permits TestImage, TestIndex {
  /** What the digest is of. */
  Content manifest();

  /** {@code sha256:<hex>} of the manifest. */
  default String digest() {
    return manifest().digest();
  }

  /** Pushes all parts, the manifest last and without a tag. */
  void pushTo(Repository repository);

  /** Pushes all parts and lets {@code tag} name the manifest. */
  default void pushTo(Repository repository, String tag) {
    pushTo(repository);
    repository.putManifest(tag, manifest());
  }
}
