package io.sealbus.standalone.vectors;

import java.nio.file.Path;

/**
 * A case on disk and what it looks like.
 *
 * @param path the file or folder that the case is
 */
record FoundCase(Path path, Form form) {
  /** What a case looks like; {@link CaseFinder} recognises them. */
  enum Form {
    /** A resource and the API server's answer. */
    ADMISSION,
    /** A resource and the policy-controller's answer. */
    SIGSTORE_ADMISSION,
    /** Resources and the files that nodes get. */
    RENDER,
    /** An image, a policy.json and a node's answer. */
    NODE,
    /** An image or a workload, sigstore policies and the policy-controller's answer. */
    SIGSTORE,
    /** A Sigstore bundle that verifies, or must not. */
    BUNDLE,
    /** Nothing that is known here. */
    UNKNOWN
  }
}
