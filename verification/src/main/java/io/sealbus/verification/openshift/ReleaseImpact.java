package io.sealbus.verification.openshift;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.resource.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * A way in which what is to be rendered would, or could, keep the platform from pulling its own
 * release.
 *
 * @param code {@code RELEASE_REJECTED}, {@code RELEASE_SIGNATURE_REQUIRED} or {@code
 *     RELEASE_MIRROR_UNSIGNED}
 * @param cause the resource to blame, and to confirm
 * @param image the release repository, or the one image of it
 * @param namespace the namespace of the platform that it is about; null for the whole cluster
 * @param confirmation what {@link #ANNOTATION} has to say on {@code cause}; bound to its spec
 */
public record ReleaseImpact(
    ReasonCode code,
    ResourceKey cause,
    String image,
    @Nullable String namespace,
    String confirmation) {
  /** The annotation by which a resource says that its impact on the release is meant. */
  public static final String ANNOTATION = "sealbus.io/confirm-release-impact";

  /** What would happen, and how to confirm it, in one line. */
  public String message() {
    return what() + "; if that is meant, annotate it " + ANNOTATION + ": " + confirmation;
  }

  private String what() {
    String where = namespace == null ? "nodes" : "nodes, for namespace " + namespace + ",";
    return switch (code) {
      case RELEASE_REJECTED -> where + " would refuse " + image;
      case RELEASE_SIGNATURE_REQUIRED ->
          where
              + " would demand a signature of "
              + image
              + " that the platform's own policy does not ask for";
      case RELEASE_MIRROR_UNSIGNED ->
          where
              + " would demand signatures of "
              + image
              + " and look for them at its mirrors, where they may not have been copied to";
      default -> throw new IllegalStateException(code + " is no impact on a release");
    };
  }
}
