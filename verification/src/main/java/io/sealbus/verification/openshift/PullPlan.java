package io.sealbus.verification.openshift;

import io.sealbus.verification.reference.ImageReference;
import java.util.List;

/**
 * Where a node pulls one image from: the first place that has the manifest serves everything else,
 * the signatures included. A place that cannot be asked, for whatever reason, is passed over; one
 * whose image the policy then refuses is not.
 *
 * @param mirrors in the order in which they are asked
 * @param asksSource whether the registry that the reference names is asked after them
 */
public record PullPlan(List<Mirror> mirrors, boolean asksSource) {
  /** Mirrors of one image that are looked at. */
  public static final int MAX_MIRRORS = 8;

  /** From where the reference says, and from nowhere else. */
  public static final PullPlan DIRECT = new PullPlan(List.of(), true);

  public PullPlan {
    mirrors = List.copyOf(mirrors);
  }

  /**
   * One mirror.
   *
   * @param image what the image is called there
   * @param blocked whether nodes never ask it, as it is in a blocked registry
   */
  public record Mirror(ImageReference image, boolean blocked) {
    /** {@code registry/path}. */
    public String repository() {
      return image.name();
    }
  }
}
