package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.ResourceKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code spec} that passed admission. Where it did not, reading throws {@link
 * IllegalArgumentException}.
 */
final class SpecReader {
  private final Node.Mapping spec;

  SpecReader(Node.Mapping spec) {
    this.spec = spec;
  }

  ImagePolicy policy(ResourceKey key, String apiVersion, @Nullable String uid, long generation) {
    Node.Mapping policy = object(spec, "policy");
    return new ImagePolicy(
        key,
        apiVersion,
        uid,
        generation,
        scopes(),
        rootOfTrust(object(policy, "rootOfTrust")),
        policy.get("signedIdentity") == null
            ? new Identity.MatchRepoDigestOrExact()
            : identity(object(policy, "signedIdentity")));
  }

  private List<String> scopes() {
    if (spec.get("scopes") instanceof Node.Sequence scopes) {
      return scopes.items().stream().map(SpecReader::text).toList();
    }
    throw new IllegalArgumentException("scopes is not an array");
  }

  private static Trust rootOfTrust(Node.Mapping root) {
    String type = text(root, "policyType");
    return switch (type) {
      case "PublicKey" -> publicKey(object(root, "publicKey"));
      case "FulcioCAWithRekor" -> fulcio(object(root, "fulcioCAWithRekor"));
      case "PKI" -> pki(root);
      default -> new Trust.Unspecified(type);
    };
  }

  private static Trust publicKey(Node.Mapping key) {
    return new Trust.PublicKey(bytes(key, "keyData"), optionalBytes(key, "rekorKeyData"));
  }

  private static Trust fulcio(Node.Mapping fulcio) {
    Node.Mapping subject = object(fulcio, "fulcioSubject");
    return new Trust.FulcioCaWithRekor(
        bytes(fulcio, "fulcioCAData"),
        bytes(fulcio, "rekorKeyData"),
        text(subject, "oidcIssuer"),
        text(subject, "signedEmail"));
  }

  private static Trust pki(Node.Mapping root) {
    if (root.get("pki") == null) {
      return new Trust.Unspecified("PKI");
    }
    Node.Mapping pki = object(root, "pki");
    Node.Mapping subject = object(pki, "pkiCertificateSubject");
    return new Trust.Pki(
        bytes(pki, "caRootsData"),
        optionalBytes(pki, "caIntermediatesData"),
        optionalText(subject, "email"),
        optionalText(subject, "hostname"));
  }

  private static Identity identity(Node.Mapping identity) {
    String policy = text(identity, "matchPolicy");
    return switch (policy) {
      case "MatchRepoDigestOrExact" -> new Identity.MatchRepoDigestOrExact();
      case "MatchRepository" -> new Identity.MatchRepository();
      case "ExactRepository" ->
          new Identity.ExactRepository(text(object(identity, "exactRepository"), "repository"));
      case "RemapIdentity" -> {
        Node.Mapping remap = object(identity, "remapIdentity");
        yield new Identity.RemapIdentity(text(remap, "prefix"), text(remap, "signedPrefix"));
      }
      default -> throw new IllegalArgumentException("unknown matchPolicy");
    };
  }

  private static Bytes bytes(Node.Mapping parent, String name) {
    return Bytes.copyOf(Base64.getDecoder().decode(text(parent, name)));
  }

  private static @Nullable Bytes optionalBytes(Node.Mapping parent, String name) {
    return parent.get(name) == null ? null : bytes(parent, name);
  }

  private static @Nullable String optionalText(Node.Mapping parent, String name) {
    return parent.get(name) == null ? null : text(parent, name);
  }

  private static String text(Node.Mapping parent, String name) {
    Node node = parent.get(name);
    return text(node == null ? new Node.Mapping(Map.of()) : node);
  }

  private static String text(Node node) {
    if (node instanceof Node.Text text) {
      return text.value();
    }
    throw new IllegalArgumentException("not text");
  }

  private static Node.Mapping object(Node.Mapping parent, String name) {
    if (parent.get(name) instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw new IllegalArgumentException(name + " is not an object");
  }
}
