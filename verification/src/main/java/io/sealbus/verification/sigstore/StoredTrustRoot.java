package io.sealbus.verification.sigstore;

import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.resource.Node;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The spec of a TrustRoot as a record holds it. A packed repository is not in it, only its hash:
 * what is needed of it is what was read from it, and the document rides along anyway.
 */
final class StoredTrustRoot {
  private StoredTrustRoot() {}

  static Node.Mapping of(Node.Mapping spec, TrustResolution resolution) {
    Map<String, Node> resolved = new LinkedHashMap<>();
    Node.Mapping stored = spec;
    if (spec.get("repository") instanceof Node.Mapping repository) {
      byte[] mirror = Base64.getDecoder().decode(new SpecFields(repository).text("mirrorFS"));
      String hash = HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(mirror));
      resolved.put("mirrorSha256", new Node.Text(hash));
      stored =
          Defaults.with(
              spec, "repository", Defaults.with(repository, "mirrorFS", new Node.Text("")));
    }
    switch (resolution) {
      case TrustResolution.Pending p -> {}
      case TrustResolution.Resolved root -> put(resolved, root);
      case TrustResolution.Stale(var last, var since, String why) -> {
        put(resolved, last);
        resolved.put("staleSince", new Node.Text(since.toString()));
        resolved.put("failure", new Node.Text(why));
      }
      case TrustResolution.Failed(String why) -> resolved.put("failure", new Node.Text(why));
    }
    return resolved.isEmpty()
        ? stored
        : Defaults.with(stored, "resolved", new Node.Mapping(resolved));
  }

  private static void put(Map<String, Node> resolved, TrustResolution.Resolved root) {
    resolved.put("trustedRoot", new Node.Text(root.trustedRoot()));
    resolved.put("root", new Node.Number(String.valueOf(root.root())));
    resolved.put("targets", new Node.Number(String.valueOf(root.targets())));
  }
}
