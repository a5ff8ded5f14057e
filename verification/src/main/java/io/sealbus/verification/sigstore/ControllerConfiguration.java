package io.sealbus.verification.sigstore;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the ConfigMap {@code config-policy-controller} says.
 *
 * @param noMatch what becomes of an image that no policy is for
 * @param failOnEmptyAuthorities whether a policy without authorities is refused
 * @param enableOci11 whether signatures and attestations are looked for among the referrers too
 */
public record ControllerConfiguration(
    NoMatch noMatch, boolean failOnEmptyAuthorities, boolean enableOci11) {
  /** Name of the ConfigMap, in the controller's namespace. */
  public static final String NAME = "config-policy-controller";

  /**
   * Entry that names the TrustRoot that counts where a policy names none, in place of the
   * controller's flags {@code --tuf-mirror} and {@code --tuf-root}. The controller passes over it.
   */
  public static final String DEFAULT_TRUST_ROOT = "sealbus-default-trust-root";

  /** What holds where there is no such ConfigMap. */
  public static final ControllerConfiguration DEFAULT =
      new ControllerConfiguration(NoMatch.DENY, true, false);

  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  /** What becomes of an image that no policy is for. */
  public enum NoMatch {
    ALLOW,
    WARN,
    DENY
  }

  /**
   * What {@code data} of the ConfigMap says; empty where a flag in it is none, which stops the
   * policy-controller. An unknown {@code no-match-policy} denies. Other entries mean nothing.
   */
  public static Optional<ControllerConfiguration> of(Map<String, String> data) {
    NoMatch noMatch =
        switch (data.getOrDefault("no-match-policy", "")) {
          case "allow" -> NoMatch.ALLOW;
          case "warn" -> NoMatch.WARN;
          default -> NoMatch.DENY;
        };
    Optional<Boolean> fail = flag(data.getOrDefault("fail-on-empty-authorities", "true"));
    Optional<Boolean> oci11 = flag(data.getOrDefault("enable-oci11", "false"));
    return fail.flatMap(f -> oci11.map(o -> new ControllerConfiguration(noMatch, f, o)));
  }

  /** As {@code strconv.ParseBool} reads it. */
  private static Optional<Boolean> flag(String text) {
    return TRUE.contains(text) || FALSE.contains(text)
        ? Optional.of(TRUE.contains(text))
        : Optional.empty();
  }
}
