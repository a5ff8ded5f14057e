package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Resources that the tests of this package are written with. */
final class Examples {
  static final String KEY =
      base64("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYI\n-----END PUBLIC KEY-----\n");

  private Examples() {}

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String clusterPolicy(String name, String... scopes) {
    return policy("ClusterImagePolicy", "{name: " + name + "}", scopes);
  }

  static String policy(String namespace, String name, List<String> scopes) {
    String metadata = "{name: " + name + ", namespace: " + namespace + ", generation: 2}";
    return policy("ImagePolicy", metadata, scopes.toArray(String[]::new));
  }

  private static String policy(String kind, String metadata, String... scopes) {
    return """
    apiVersion: config.openshift.io/v1
    kind: %s
    metadata: %s
    spec:
      scopes: [%s]
      policy:
        rootOfTrust:
          policyType: PublicKey
          publicKey:
            keyData: %s
    """
        .formatted(
            kind,
            metadata,
            String.join(", ", Arrays.stream(scopes).map(s -> "'" + s + "'").toList()),
            KEY);
  }

  static String image(String registrySources) {
    return """
    apiVersion: config.openshift.io/v1
    kind: Image
    metadata: {name: cluster}
    spec:
      registrySources: %s
    """
        .formatted(registrySources);
  }

  static String mirrors(String kind, String name, String entries) {
    String member =
        switch (kind) {
          case "ImageDigestMirrorSet" -> "imageDigestMirrors";
          case "ImageTagMirrorSet" -> "imageTagMirrors";
          default -> "repositoryDigestMirrors";
        };
    String group =
        kind.equals("ImageContentSourcePolicy")
            ? "operator.openshift.io/v1alpha1"
            : "config.openshift.io/v1";
    return "{apiVersion: %s, kind: %s, metadata: {name: %s}, spec: {%s: %s}}"
        .formatted(group, kind, name, member, entries);
  }

  static ImagePolicy admitted(String yaml) {
    var outcome = Admission.newest().admit(Vectors.resource(yaml));
    assertThat(outcome).isInstanceOf(Admitted.class);
    return ((Admitted) outcome).policy();
  }

  static PlatformConfiguration platform(List<String> resources) {
    List<Resource> read = resources.stream().map(Vectors::resource).toList();
    var platform = PlatformConfiguration.of(read);
    assertThat(platform).isInstanceOf(Reading.Read.class);
    return ((Reading.Read<PlatformConfiguration>) platform).value();
  }

  static NodeConfiguration render(List<String> policies, List<String> platform) {
    return NodeConfiguration.render(
        policies.stream().map(Examples::admitted).toList(), platform(platform));
  }

  static NodeConfiguration.Rendered rendered(List<String> policies, List<String> platform) {
    var configuration = render(policies, platform);
    assertThat(configuration).isInstanceOf(NodeConfiguration.Rendered.class);
    return (NodeConfiguration.Rendered) configuration;
  }

  static String error(List<String> policies, List<String> platform) {
    var configuration = render(policies, platform);
    assertThat(configuration).isInstanceOf(NodeConfiguration.Failed.class);
    return ((NodeConfiguration.Failed) configuration).error();
  }
}
