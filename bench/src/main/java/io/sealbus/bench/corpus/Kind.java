package io.sealbus.bench.corpus;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Images whose evidence is of one form, and the policy that lets them in.
 *
 * @param name as in the report
 * @param side whose policy it is
 * @param policy one document in YAML
 * @param trustedRoot what it refers to as {@link #TRUST_ROOT}, as Sigstore's JSON; null for none
 */
public record Kind(
    String name, Side side, String policy, @Nullable String trustedRoot, List<Subject> subjects) {
  /** The name by which policies refer to the trust root. */
  public static final String TRUST_ROOT = "bench";

  public Kind {
    subjects = List.copyOf(subjects);
  }

  /** Who asks. */
  public enum Side {
    /** A node, by {@code config.openshift.io}; its peer is containers/image. */
    NODE,
    /** The admission, by {@code policy.sigstore.dev}; its peer is the policy-controller. */
    ADMISSION
  }

  /** The name as a file can have it. */
  public String file() {
    return file(name);
  }

  static String file(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  @Override
  public String toString() {
    return name;
  }
}
