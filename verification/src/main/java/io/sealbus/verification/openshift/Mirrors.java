package io.sealbus.verification.openshift;

import java.util.List;

/**
 * One entry of a mirror set.
 *
 * @param source what is mirrored: a registry, a namespace, a repository, or {@code *.domain}
 * @param mirrors where, in order of preference
 * @param sourcePolicy {@code AllowContactingSource}, {@code NeverContactSource}, or empty
 */
public record Mirrors(String source, List<String> mirrors, String sourcePolicy) {
  private static final String ALLOW = "AllowContactingSource";
  private static final String NEVER = "NeverContactSource";

  public Mirrors {
    mirrors = List.copyOf(mirrors);
  }

  /** The policy that holds; none given means that the source may be contacted. */
  public String effectivePolicy() {
    return sourcePolicy.isEmpty() ? ALLOW : sourcePolicy;
  }

  /** Whether the source itself may not be contacted. */
  public boolean blocksSource() {
    return sourcePolicy.equals(NEVER);
  }

  /** Whether any mirror is another place than the source. */
  boolean isReal() {
    return mirrors.stream().anyMatch(mirror -> !mirror.equals(source));
  }
}
