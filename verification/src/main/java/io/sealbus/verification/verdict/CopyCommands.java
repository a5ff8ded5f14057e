package io.sealbus.verification.verdict;

import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;

/**
 * Command lines that bring to a mirror what it lacks, and nothing else. The grammar of references
 * and digests has no character that means anything to a shell.
 *
 * @see <a
 *     href="https://github.com/containers/skopeo/blob/main/docs/skopeo-copy.1.md">skopeo-copy(1)</a>
 */
final class CopyCommands {
  private static final String COPY = "skopeo copy --preserve-digests ";

  private CopyCommands() {}

  /** The signatures of {@code manifest}: what stands under its tag. */
  static String signatures(ImageReference image, Mirror mirror, Digest manifest) {
    String tag = ":" + manifest.algorithm() + "-" + manifest.hex() + ".sig";
    return COPY + "docker://" + image.name() + tag + " docker://" + mirror.repository() + tag;
  }

  /** The image itself, with all images of an index. */
  static String image(ImageReference image, Mirror mirror, Digest manifest) {
    return COPY
        + "--all docker://"
        + image.name()
        + "@"
        + manifest
        + " docker://"
        + (image.digest() == null ? mirror.image() : mirror.repository() + "@" + manifest);
  }
}
