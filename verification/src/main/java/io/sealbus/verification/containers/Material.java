package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;

/** Keys or certificates as a policy gives them: the bytes themselves, or a path on the node. */
public sealed interface Material {
  /** PEM text. Not parsed until it is used, as on a node. */
  record Inline(Bytes content) implements Material {}

  /** A file on the node. */
  record Path(String path) implements Material {}
}
