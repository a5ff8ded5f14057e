package io.sealbus.verification.verdict;

import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.reference.Digest;
import java.util.List;

/** What a mirror has of one manifest. */
sealed interface MirroredManifest {
  /** Not even the manifest: nodes go on to the next place. */
  record Absent() implements MirroredManifest {}

  /** The manifest, and what stands under the tag of its signatures there. */
  record Held(Evidence signatures) implements MirroredManifest {}

  /** Nobody can tell. */
  record Unknown(Reason reason) implements MirroredManifest {}

  /** Reads what was found at {@code mirror} for {@code manifest}. */
  static MirroredManifest of(KnownEvidence known, Mirror mirror, Digest manifest) {
    return switch (known.evidence().at(Place.mirror(mirror.repository()))) {
      case Evidence.Unavailable(Reason reason) -> new Unknown(unknown(mirror, reason));
      case Evidence.Complete(List<Attachment> found) when found.isEmpty() -> new Absent();
      case Evidence.Complete(List<Attachment> found)
          when found.getFirst().digest().equals(manifest) ->
          new Held(new Evidence.Complete(found.subList(1, found.size())));
      case Evidence.Complete ignored ->
          new Unknown(
              Reason.of(
                  ReasonCode.ATTACHMENT_INVALID,
                  mirror.repository() + ": the evidence is about another manifest"));
    };
  }

  private static Reason unknown(Mirror mirror, Reason reason) {
    return switch (reason.code()) {
      case REGISTRY_ERROR,
          REGISTRY_UNREACHABLE,
          REGISTRY_TLS,
          REGISTRY_UNAUTHORIZED,
          REGISTRY_BUSY,
          REGISTRY_TIMEOUT,
          REGISTRY_TARGET_REFUSED ->
          Reason.of(
              ReasonCode.MIRROR_UNREACHABLE,
              mirror.repository() + ": " + reason.code() + ": " + reason.message());
      default -> Reason.of(reason.code(), mirror.repository() + ": " + reason.message());
    };
  }
}
