package io.sealbus.policyingest;

import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who admits the resources of some kinds. */
interface KindAdmission {
  /** The kinds, in the API's spelling. */
  List<String> kinds();

  /**
   * The API versions, each with its group, that {@code kind} is taken in; empty for a foreign one.
   */
  List<String> apiVersions(String kind);

  /**
   * Judges one resource that is of one of them.
   *
   * @param current what stands under its key: a change of it may keep what was valid when it came
   * @param configuration what the policy-controller is configured to
   */
  Checked<Candidate> admit(
      Submitted submitted, @Nullable CurrentPolicy current, ControllerConfiguration configuration);
}
