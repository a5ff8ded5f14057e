package io.sealbus.renderer.verdict;

import org.jspecify.annotations.Nullable;

/**
 * The references between two texts, which are none themselves. References are ASCII and sort by
 * their bytes, so that those of a registry stand together, and those of a repository: to find them
 * takes no index but that of the references.
 */
record ReferenceRange(String after, String before) {
  /** All there are: no reference has a character from there on. */
  private static final ReferenceRange ALL = new ReferenceRange("", "\u007f");

  /** Those of {@code registry} and there of {@code repository}; null for all. */
  static ReferenceRange of(@Nullable String registry, @Nullable String repository) {
    if (registry == null) {
      return ALL;
    }
    // A slash follows the registry, and 0 the slash. Behind the repository comes a colon or an at
    // sign, which have A behind them and between them nothing that a name may have.
    return repository == null
        ? new ReferenceRange(registry + "/", registry + "0")
        : new ReferenceRange(registry + "/" + repository + ":", registry + "/" + repository + "A");
  }

  /** The registry of {@code reference}. */
  static String registryOf(String reference) {
    int slash = reference.indexOf('/');
    return slash < 0 ? reference : reference.substring(0, slash);
  }

  /** Those of them that come after {@code reference}. */
  ReferenceRange from(String reference) {
    return reference.compareTo(after) > 0 ? new ReferenceRange(reference, before) : this;
  }
}
