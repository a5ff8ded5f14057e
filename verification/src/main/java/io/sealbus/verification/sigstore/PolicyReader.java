package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Authority.AttestationRequirement;
import io.sealbus.verification.sigstore.Authority.HashName;
import io.sealbus.verification.sigstore.Authority.Identity;
import io.sealbus.verification.sigstore.Authority.KeyMaterial;
import io.sealbus.verification.sigstore.Authority.Root;
import io.sealbus.verification.sigstore.Authority.SignatureFormat;
import io.sealbus.verification.sigstore.Authority.Source;
import io.sealbus.verification.sigstore.Authority.TextRule;
import io.sealbus.verification.sigstore.Authority.Timestamp;
import io.sealbus.verification.sigstore.Authority.TransparencyLog;
import io.sealbus.verification.sigstore.ClusterImagePolicy.ImagePolicyText;
import io.sealbus.verification.sigstore.ClusterImagePolicy.Mode;
import io.sealbus.verification.sigstore.WorkloadMatch.Expression;
import io.sealbus.verification.sigstore.WorkloadMatch.LabelSelector;
import io.sealbus.verification.sigstore.WorkloadMatch.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the spec of a ClusterImagePolicy that passed admission, defaults applied. */
final class PolicyReader {
  private PolicyReader() {}

  static ClusterImagePolicy read(
      ResourceKey key,
      String apiVersion,
      @Nullable String uid,
      long generation,
      Node.Mapping normalised) {
    var spec = new SpecFields(normalised);
    return new ClusterImagePolicy(
        key,
        apiVersion,
        uid,
        generation,
        spec.objects("images").stream().map(image -> image.text("glob")).toList(),
        spec.objects("match").stream().map(PolicyReader::match).toList(),
        spec.text("mode").equals("warn") ? Mode.WARN : Mode.ENFORCE,
        spec.objects("authorities").stream().map(PolicyReader::authority).toList(),
        imagePolicy(spec.object("policy")));
  }

  private static WorkloadMatch match(SpecFields match) {
    SpecFields selector = match.object("selector");
    return new WorkloadMatch(
        match.text("group"),
        match.text("version"),
        match.text("resource"),
        selector == null ? null : selector(selector));
  }

  private static LabelSelector selector(SpecFields selector) {
    Map<String, String> labels = new LinkedHashMap<>();
    SpecFields given = selector.objectOrNone("matchLabels");
    given.object().members().keySet().forEach(name -> labels.put(name, given.text(name)));
    return new LabelSelector(
        labels,
        selector.objects("matchExpressions").stream().map(PolicyReader::expression).toList());
  }

  private static Expression expression(SpecFields expression) {
    return new Expression(
        expression.text("key"),
        switch (expression.text("operator")) {
          case "In" -> Operator.IN;
          case "NotIn" -> Operator.NOT_IN;
          case "Exists" -> Operator.EXISTS;
          case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
          default -> Operator.UNKNOWN;
        },
        expression.texts("values"));
  }

  private static Authority authority(SpecFields authority) {
    List<SpecFields> sources = authority.objects("source");
    SpecFields ctlog = authority.object("ctlog");
    SpecFields timestamp = authority.object("rfc3161timestamp");
    return new Authority(
        authority.text("name"),
        root(authority),
        sources.isEmpty() ? null : source(sources.getFirst()),
        authority.objects("attestations").stream().map(PolicyReader::attestation).toList(),
        ctlog == null
            ? null
            : new TransparencyLog(
                ctlog.has("url") ? ctlog.text("url") : null, ctlog.textOrNull("trustRootRef")),
        timestamp == null ? null : new Timestamp(timestamp.textOrNull("trustRootRef")),
        authority.text("signatureFormat").equals("bundle")
            ? SignatureFormat.BUNDLE
            : SignatureFormat.LEGACY);
  }

  private static Root root(SpecFields authority) {
    SpecFields key = authority.object("key");
    SpecFields keyless = authority.object("keyless");
    SpecFields fixed = authority.objectOrNone("static");
    if (key != null) {
      return new Root.Key(material(key), hash(key.text("hashAlgorithm")));
    }
    if (keyless != null) {
      return keyless(keyless);
    }
    return fixed.text("action").equals("pass")
        ? new Root.StaticPass()
        : new Root.StaticFail(fixed.text("message"));
  }

  private static Root keyless(SpecFields keyless) {
    SpecFields caCert = keyless.object("ca-cert");
    return new Root.Keyless(
        keyless.has("url") ? keyless.text("url") : null,
        caCert == null ? null : material(caCert),
        keyless.objects("identities").stream().map(PolicyReader::identity).toList(),
        keyless.textOrNull("trustRootRef"),
        keyless.flag("insecureIgnoreSCT"));
  }

  private static Identity identity(SpecFields identity) {
    return new Identity(
        rule(identity.text("issuer"), identity.text("issuerRegExp")),
        rule(identity.text("subject"), identity.text("subjectRegExp")));
  }

  private static TextRule rule(String value, String pattern) {
    return pattern.isEmpty()
        ? new TextRule.Exactly(value)
        : new TextRule.Matching(pattern, value.isEmpty() ? null : value);
  }

  private static KeyMaterial material(SpecFields key) {
    SpecFields secret = key.object("secretRef");
    if (key.has("data")) {
      return new KeyMaterial.Data(Bytes.utf8(key.text("data")));
    }
    return secret == null
        ? new KeyMaterial.Kms(key.text("kms"))
        : new KeyMaterial.SecretRef(secret.text("name"));
  }

  private static HashName hash(String name) {
    return name.isEmpty()
        ? HashName.SHA256
        : HashName.valueOf(name.strip().toUpperCase(Locale.ROOT));
  }

  private static Source source(SpecFields source) {
    return new Source(
        source.textOrNull("oci"),
        source.text("tagPrefix"),
        source.objects("signaturePullSecrets").stream().map(s -> s.text("name")).toList());
  }

  private static AttestationRequirement attestation(SpecFields attestation) {
    SpecFields policy = attestation.object("policy");
    return new AttestationRequirement(
        attestation.text("name"),
        attestation.text("predicateType"),
        policy == null ? null : text(policy));
  }

  private static @Nullable ImagePolicyText imagePolicy(@Nullable SpecFields policy) {
    return policy == null
        ? null
        : new ImagePolicyText(
            text(policy),
            policy.flag("fetchConfigFile"),
            policy.flag("includeSpec"),
            policy.flag("includeObjectMeta"),
            policy.flag("includeTypeMeta"));
  }

  private static PolicyText text(SpecFields policy) {
    SpecFields remote = policy.object("remote");
    SpecFields configMap = policy.object("configMapRef");
    PolicyText.Content content;
    if (policy.has("data")) {
      content = new PolicyText.Content.Data(policy.text("data"));
    } else if (configMap != null) {
      content = new PolicyText.Content.ConfigMapRef(configMap.text("name"), configMap.text("key"));
    } else {
      SpecFields given = remote == null ? SpecFields.NONE : remote;
      content = new PolicyText.Content.Remote(given.text("url"), given.text("sha256sum"));
    }
    return new PolicyText(policy.text("type"), content);
  }
}
