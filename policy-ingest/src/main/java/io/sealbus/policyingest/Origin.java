package io.sealbus.policyingest;

/** Where a policy came from, as {@code PolicyRecord.origin} writes it. */
sealed interface Origin {
  /** Prefix of what came from the watched directory. */
  String DIRECTORY = "directory:";

  /** Prefix of what came from a cluster. */
  String KUBERNETES = "kubernetes:";

  /** Over HTTP. */
  record Http() implements Origin {}

  /**
   * From the watched directory.
   *
   * @param file path below the directory, with {@code /} between its names
   */
  record File(String file) implements Origin {}

  /** From a Kubernetes cluster, at this {@code metadata.resourceVersion}. */
  record Kubernetes(String resourceVersion) implements Origin {}

  /**
   * Whether a policy whose record says {@code written} already is this origin's own. A cluster
   * counts versions that are no change of the policy, such as those of its status.
   */
  default boolean owns(String written) {
    return switch (this) {
      case Http() -> true;
      case File ignored -> text().equals(written);
      case Kubernetes ignored -> written.startsWith(KUBERNETES);
    };
  }

  /** As the record has it. */
  default String text() {
    return switch (this) {
      case Http() -> "http";
      case File(String file) -> DIRECTORY + file;
      case Kubernetes(String resourceVersion) -> KUBERNETES + resourceVersion;
    };
  }
}
