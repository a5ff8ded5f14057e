package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands for what a spec leaves out, as the policy-controller's mutating webhook writes it.
 */
final class Defaults {
  private static final Node FULCIO = new Node.Text("https://fulcio.sigstore.dev");

  private Defaults() {}

  /** Of the spec of a ClusterImagePolicy. */
  static Node.Mapping ofPolicy(Node.Mapping spec) {
    Node.Mapping named =
        spec.get("authorities") instanceof Node.Sequence authorities
            ? with(spec, "authorities", named(authorities))
            : spec;
    return withText(named, "mode", "enforce");
  }

  private static Node named(Node.Sequence authorities) {
    List<Node> named = new ArrayList<>();
    for (int i = 0; i < authorities.items().size(); i++) {
      if (authorities.items().get(i) instanceof Node.Mapping authority) {
        named.add(withFulcio(withText(authority, "name", "authority-" + i)));
      }
    }
    return new Node.Sequence(named);
  }

  private static Node.Mapping withFulcio(Node.Mapping authority) {
    boolean keylessOnly = authority.get("key") == null && authority.get("static") == null;
    return keylessOnly
            && authority.get("keyless") instanceof Node.Mapping keyless
            && keyless.get("url") == null
            && keyless.get("ca-cert") == null
        ? with(authority, "keyless", with(keyless, "url", FULCIO))
        : authority;
  }

  /** Of the spec of a TrustRoot. */
  static Node.Mapping ofTrustRoot(Node.Mapping spec) {
    Node.Mapping defaulted = spec;
    for (String tuf : List.of("remote", "repository")) {
      if (spec.get(tuf) instanceof Node.Mapping mapping) {
        defaulted = with(defaulted, tuf, withText(mapping, "targets", "targets"));
      }
    }
    return defaulted;
  }

  private static Node.Mapping withText(Node.Mapping mapping, String name, String value) {
    return new SpecFields(mapping).text(name).isEmpty()
        ? with(mapping, name, new Node.Text(value))
        : mapping;
  }

  /** {@code mapping} with that member. */
  static Node.Mapping with(Node.Mapping mapping, String name, Node value) {
    Map<String, Node> members = new LinkedHashMap<>(mapping.members());
    members.put(name, value);
    return new Node.Mapping(members);
  }
}
