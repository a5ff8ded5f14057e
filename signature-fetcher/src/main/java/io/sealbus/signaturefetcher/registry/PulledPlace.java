package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Set;

/**
 * Everything that one place has.
 *
 * @param attachments in the order of the manifests and of their layers
 * @param manifests digests of the manifests that brought them, and of a list of these
 * @param ignored referrers that were listed but are not about the image, or are nothing that anyone
 *     could use
 */
public record PulledPlace(List<PulledAttachment> attachments, Set<Digest> manifests, int ignored) {
  /** Nothing, authoritatively. */
  static final PulledPlace EMPTY = new PulledPlace(List.of(), Set.of(), 0);

  public PulledPlace {
    attachments = List.copyOf(attachments);
    manifests = Set.copyOf(manifests);
  }
}
