package io.sealbus.policyingest;

import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who admits the resources of some kinds. */
interface KindAdmission {
  /** The kinds, in the API's spelling. */
  List<String> kinds();

  /** The API versions, each with its group. */
  List<String> apiVersions();

  /** Whether resources of this kind and version are judged here. */
  boolean knows(String apiVersion, String kind);

  /**
   * Judges one resource that is of one of them.
   *
   * @param current what stands under its key: a change of it may keep what was valid when it came
   * @param configuration what the policy-controller is configured to
   */
  Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration);
}
