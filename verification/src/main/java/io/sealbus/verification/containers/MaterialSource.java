package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;

/** Where the files that a policy names come from. Must answer the same whenever it is asked. */
@FunctionalInterface
public interface MaterialSource {
  /** What there is at {@code path}, as the policy writes it. */
  Content read(String path);

  /** A file's content, or why there is none. */
  sealed interface Content {
    /** The bytes. */
    record Found(Bytes bytes) implements Content {}

    /** Why it cannot be had, in a sentence for people. */
    record Missing(String why) implements Content {}
  }

  /** For policies that name no files: every path is missing. */
  static MaterialSource none() {
    return path -> new Content.Missing("files of the node are not at hand");
  }
}
