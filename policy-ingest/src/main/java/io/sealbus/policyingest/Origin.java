package io.sealbus.policyingest;

/** Where a policy came from, as {@code PolicyRecord.origin} writes it. */
sealed interface Origin {
  /** Prefix of what came from the watched directory. */
  String DIRECTORY = "directory:";

  /** Over HTTP. */
  record Http() implements Origin {}

  /**
   * From the watched directory.
   *
   * @param file path below the directory, with {@code /} between its names
   */
  record File(String file) implements Origin {}

  /** As the record has it. */
  default String text() {
    return switch (this) {
      case Http() -> "http";
      case File(String file) -> DIRECTORY + file;
    };
  }
}
