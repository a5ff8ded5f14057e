package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints a {@link PolicyJson} the way Go's {@code json.MarshalIndent} prints the policy of
 * containers/image with an indent of two spaces: members in the order of its types, maps by the
 * bytes of their keys, no newline at the end.
 *
 * @see <a href="https://pkg.go.dev/encoding/json#MarshalIndent">json.MarshalIndent</a>
 */
public final class PolicyJsonWriter {
  private PolicyJsonWriter() {}

  /**
   * The file's bytes.
   *
   * @throws IllegalArgumentException for requirements that keep too little to be written again:
   *     {@link Requirement.SignedBy} and {@link Requirement.SignedBaseLayer}; and for a mixture of
   *     inline keys and paths, which the format cannot express
   */
  public static Bytes write(PolicyJson policy) {
    var json = new IndentedJson();
    Consumer<Requirement> requirement = r -> requirement(json, r);
    Consumer<List<Requirement>> requirements = r -> json.array(r, requirement);
    json.openObject();
    json.name("default");
    requirements.accept(policy.defaults());
    json.name("transports");
    json.sortedMap(policy.transports(), scopes -> json.sortedMap(scopes, requirements));
    json.closeObject();
    return Bytes.utf8(json.toString());
  }

  private static void requirement(IndentedJson json, Requirement requirement) {
    json.openObject();
    switch (requirement) {
      case Requirement.InsecureAcceptAnything r -> json.member("type", "insecureAcceptAnything");
      case Requirement.Reject r -> json.member("type", "reject");
      case Requirement.SigstoreSigned signed -> sigstoreSigned(json, signed);
      case Requirement.SignedBy r -> throw unwritable("signedBy");
      case Requirement.SignedBaseLayer r -> throw unwritable("signedBaseLayer");
    }
    json.closeObject();
  }

  private static IllegalArgumentException unwritable(String what) {
    return new IllegalArgumentException("not kept well enough to be written: " + what);
  }

  private static void sigstoreSigned(IndentedJson json, Requirement.SigstoreSigned signed) {
    json.member("type", "sigstoreSigned");
    switch (signed.rootOfTrust()) {
      case RootOfTrust.PublicKeys keys -> {
        materials(json, "key", keys.keys());
        materials(json, "rekorPublicKey", keys.rekorKeys());
      }
      case RootOfTrust.Fulcio fulcio -> {
        json.name("fulcio");
        json.openObject();
        material(json, "ca", fulcio.ca());
        json.member("oidcIssuer", fulcio.oidcIssuer());
        json.member("subjectEmail", fulcio.subjectEmail());
        json.closeObject();
        materials(json, "rekorPublicKey", fulcio.rekorKeys());
      }
      case RootOfTrust.Pki pki -> {
        json.name("pki");
        json.openObject();
        material(json, "caRoots", pki.caRoots());
        material(json, "caIntermediates", pki.caIntermediates());
        json.member("subjectEmail", pki.subjectEmail());
        json.member("subjectHostname", pki.subjectHostname());
        json.closeObject();
      }
    }
    json.name("signedIdentity");
    json.openObject();
    identity(json, signed.signedIdentity());
    json.closeObject();
  }

  private static void materials(IndentedJson json, String name, List<Material> materials) {
    if (materials.size() < 2) {
      material(json, name, materials.isEmpty() ? null : materials.getFirst());
      return;
    }
    Map<Boolean, List<String>> values =
        materials.stream()
            .collect(
                Collectors.partitioningBy(
                    m -> m instanceof Material.Inline,
                    Collectors.mapping(PolicyJsonWriter::value, Collectors.toList())));
    List<String> inline = values.getOrDefault(true, List.of());
    List<String> paths = values.getOrDefault(false, List.of());
    if (!inline.isEmpty() && !paths.isEmpty()) {
      throw new IllegalArgumentException("keys are either all inline or all paths");
    }
    json.name(name + (paths.isEmpty() ? "Datas" : "Paths"));
    json.array(paths.isEmpty() ? inline : paths, json::string);
  }

  private static void material(IndentedJson json, String name, @Nullable Material material) {
    switch (material) {
      case Material.Inline inline -> json.member(name, "Data", inline.content());
      case Material.Path path -> json.member(name + "Path", path.path());
      case null -> {}
    }
  }

  private static String value(Material material) {
    return switch (material) {
      case Material.Inline inline -> inline.content().toBase64();
      case Material.Path path -> path.path();
    };
  }

  private static void identity(IndentedJson json, SignedIdentity identity) {
    switch (identity) {
      case SignedIdentity.MatchExact i -> json.member("type", "matchExact");
      case SignedIdentity.MatchRepoDigestOrExact i -> json.member("type", "matchRepoDigestOrExact");
      case SignedIdentity.MatchRepository i -> json.member("type", "matchRepository");
      case SignedIdentity.ExactReference exact -> {
        json.member("type", "exactReference");
        json.member("dockerReference", exact.dockerReference());
      }
      case SignedIdentity.ExactRepository exact -> {
        json.member("type", "exactRepository");
        json.member("dockerRepository", exact.dockerRepository());
      }
      case SignedIdentity.RemapIdentity remap -> {
        json.member("type", "remapIdentity");
        json.member("prefix", remap.prefix());
        json.member("signedPrefix", remap.signedPrefix());
      }
    }
  }
}
