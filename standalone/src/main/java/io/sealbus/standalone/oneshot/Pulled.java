package io.sealbus.standalone.oneshot;

import io.sealbus.verification.Reason;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.reference.Digest;

/** What came of looking for an image and its attachments. */
public sealed interface Pulled {
  /**
   * The image is there.
   *
   * @param manifest digest of the manifest to judge
   * @param instanceOfIndex whether it was chosen from the index that the reference names
   * @param evidence at each place that was asked for
   */
  record Image(Digest manifest, boolean instanceOfIndex, AttachedEvidence evidence)
      implements Pulled {}

  /** There is nothing to judge. */
  record Unavailable(Reason reason) implements Pulled {}
}
