package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import java.util.List;
import java.util.SortedMap;

/**
 * What a directory held at one moment.
 *
 * @param complete whether every policy file was found; only then is an absent file gone
 * @param files by path below the directory
 * @param faults of the directory itself
 */
record DirectoryLook(boolean complete, SortedMap<String, Content> files, List<Fault> faults) {
  /** What a file held. */
  sealed interface Content {
    /** Bytes, within their bound. */
    record Bytes(byte[] bytes) implements Content {}

    /** It is there, but cannot be read. */
    record Unreadable(Fault fault) implements Content {}
  }
}
