package io.sealbus.verification.openshift;

/**
 * What a change of a file does to a node where the machine config daemon follows its default node
 * disruption policies. Ordered: of several changes the last one counts.
 *
 * @see <a
 *     href="https://github.com/openshift/machine-config-operator/blob/main/docs/NodeDisruptionPolicy.md">Node
 *     disruption policies</a>
 */
public enum Disruption {
  /** Nothing changes. */
  NONE,
  /** CRI-O reads its files again; pods run on. */
  RELOAD_CRIO,
  /** The node is drained and restarted. */
  DRAIN_AND_REBOOT;

  /** For a change, of whatever kind, of the file at {@code path}. */
  static Disruption of(String path) {
    boolean reloads =
        path.equals(NodeConfiguration.POLICY_JSON)
            || path.startsWith("/etc/containers/registries.d/")
            || path.startsWith(NodeConfiguration.CRIO_POLICIES);
    return reloads ? RELOAD_CRIO : DRAIN_AND_REBOOT;
  }

  /** The one that is harder on the node. */
  public Disruption and(Disruption other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
