package io.sealbus.policyingest;

import io.sealbus.policyingest.KubernetesListing.Item;
import io.sealbus.policyingest.KubernetesListing.Listed;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which secrets and config maps are taken from a cluster: those that its policies name, as they are
 * there and as they were last admitted, and the one that configures the policy-controller. No other
 * is ever asked for.
 */
final class ReferredObjects {
  private final String namespace;
  private final SortedSet<ResourceKey> secrets = new TreeSet<>();
  private final SortedSet<ResourceKey> configMaps = new TreeSet<>();

  private ReferredObjects(String namespace) {
    this.namespace = namespace;
  }

  /**
   * The keys by kind; no kind at all where the cluster has never served the policies.
   *
   * @param namespace the policy-controller's
   * @param listing of {@link KubernetesKind#SIGSTORE_POLICY}
   */
  static Map<KubernetesKind, SortedSet<ResourceKey>> of(
      String namespace, KubernetesListing listing, PolicyTable.Snapshot now) {
    var referred = new ReferredObjects(namespace);
    boolean known = false;
    if (listing instanceof Listed listed) {
      known = true;
      for (Item item : listed.items()) {
        referred.walk(item.submitted().resource().document());
      }
    }
    for (CurrentPolicy policy : now.policies().values()) {
      if (KubernetesSync.isOurs(KubernetesKind.SIGSTORE_POLICY, policy)) {
        known = true;
        policy.document().ifPresent(resource -> referred.walk(resource.document()));
      }
    }
    Map<KubernetesKind, SortedSet<ResourceKey>> keys = new LinkedHashMap<>();
    if (known) {
      referred.add(KubernetesKind.CONFIG_MAP, new Node.Text(ControllerConfiguration.NAME));
      keys.put(KubernetesKind.CONFIG_MAP, referred.configMaps);
      keys.put(KubernetesKind.SECRET, referred.secrets);
    }
    return keys;
  }

  /** Wherever a reference stands: in an authority, an attestation, or the policy's own policy. */
  private void walk(Node node) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .members()
              .forEach((name, value) -> {
                if (name.equals("secretRef")) {
                  add(KubernetesKind.SECRET, name(value));
                } else if (name.equals("configMapRef")) {
                  add(KubernetesKind.CONFIG_MAP, name(value));
                }
                walk(value);
              });
      case Node.Sequence(var items) -> items.forEach(this::walk);
      case Node.Text text -> {}
      case Node.Number number -> {}
      case Node.Bool bool -> {}
      case Node.Null none -> {}
    }
  }

  private static Node name(Node reference) {
    return reference instanceof Node.Mapping mapping && mapping.get("name") instanceof Node name
        ? name
        : new Node.Null();
  }

  /** A text that is no name cannot be one of an object, and is kept out of the path. */
  private void add(KubernetesKind kind, Node name) {
    if (name instanceof Node.Text(String text)) {
      key(kind, text)
          .ifPresent(kind.equals(KubernetesKind.SECRET) ? secrets::add : configMaps::add);
    }
  }

  private Optional<ResourceKey> key(KubernetesKind kind, String name) {
    return ResourceKey.parse(String.join("/", kind.group(), kind.kind(), namespace, name));
  }
}
