package io.sealbus.verification.resource;

import java.util.regex.Pattern;

/**
 * The names that Kubernetes accepts.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Kubernetes,
 *     Object Names and IDs</a>
 */
public final class KubernetesName {
  private static final int LONGEST_SUBDOMAIN = 253;
  private static final int LONGEST_LABEL = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?");

  private KubernetesName() {}

  /** A DNS-1123 subdomain of at most 253 characters; its labels may be longer than a DNS label. */
  public static boolean isSubdomain(String name) {
    return name.length() <= LONGEST_SUBDOMAIN && hasSubdomainForm(name);
  }

  /** As {@link #isSubdomain}, of any length. */
  public static boolean hasSubdomainForm(String name) {
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  /** A DNS-1123 label of at most 63 characters, which is what a namespace is named. */
  public static boolean isLabel(String name) {
    return name.length() <= LONGEST_LABEL && LABEL.matcher(name).matches();
  }
}
