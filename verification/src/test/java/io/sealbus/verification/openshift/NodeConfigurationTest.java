package io.sealbus.verification.openshift;

import static io.sealbus.verification.openshift.Examples.clusterPolicy;
import static io.sealbus.verification.openshift.Examples.error;
import static io.sealbus.verification.openshift.Examples.image;
import static io.sealbus.verification.openshift.Examples.mirrors;
import static io.sealbus.verification.openshift.Examples.policy;
import static io.sealbus.verification.openshift.Examples.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.UnknownFields;
import io.sealbus.verification.openshift.NodeView.Source;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigurationTest {
  private static final String FAILED = "could not Create/Update MachineConfig: ";
  private static final String DIGEST_MIRRORS = "ImageDigestMirrorSet";

  @Test
  void namesThePolicyBehindEachRequirement() {
    var configuration =
        rendered(
            List.of(
                clusterPolicy("b", "quay.io/x"),
                clusterPolicy("a", "quay.io/x"),
                policy("team", "p", List.of("quay.io"))),
            List.of(image("{allowedRegistries: [quay.io]}")));

    var view = configuration.view("team");
    assertThat(view.policies("quay.io/x")).extracting(ResourceKey::name).containsExactly("a", "b");
    assertThat(view.sources().get("quay.io"))
        .containsExactly(
            new Source.RegistryList(),
            new Source.Policy(new ResourceKey("config.openshift.io", "ImagePolicy", "team", "p")));
    assertThat(configuration.view("other")).isEqualTo(configuration.cluster());
    assertThat(configuration.cluster().sources().get("quay.io"))
        .containsExactly(new Source.RegistryList());
  }

  @Test
  void tellsANamespacedPolicyWhichScopesTheClusterHolds() {
    var configuration =
        rendered(
            List.of(
                clusterPolicy("p1", "example.com/global"),
                policy("mynamespace", "p0", List.of("example.com/global/image"))),
            List.of());

    assertThat(configuration.namespaces()).isEmpty();
    assertThat(configuration.conditions().values())
        .containsExactly(
            new Condition(
                "Pending",
                "False",
                "ConflictScopes",
                "has conflicting scope(s) [\"example.com/global/image\"] that equal to or nest inside"
                    + " existing clusterimagepolicy, only policy from clusterimagepolicy scope(s)"
                    + " will be applied",
                2));
  }

  @Test
  void aScopeWithATagOverridesTheClustersAndIsToldWhereNodesRefuseIt() {
    var configuration =
        rendered(
            List.of(
                clusterPolicy("c", "quay.io/org"), policy("team", "p", List.of("quay.io/org:v1"))),
            List.of());

    assertThat(configuration.conditions()).isEmpty();
    assertThat(configuration.refusedByNodes()).containsOnlyKeys("/etc/crio/policies/team.json");
  }

  @Test
  void aPolicyWithoutTrustStopsEveryFile() {
    var lax = new Admission(Release.V4_20, FeatureSet.DEFAULT, UnknownFields.REFUSED);
    String yaml =
        clusterPolicy("a", "quay.io/x")
            .replaceAll("policyType: PublicKey\n(.*\n)*", "policyType: %s\n");
    var gpg = ((Admitted) lax.admit(Vectors.resource(yaml.formatted("GPG")))).policy();
    var pki = ((Admitted) lax.admit(Vectors.resource(yaml.formatted("PKI")))).policy();

    assertThat(NodeConfiguration.render(List.of(gpg), PlatformConfiguration.DEFAULT))
        .isEqualTo(
            new NodeConfiguration.Failed(
                "exactly one of keyPath, keyPaths, keyData, keyDatas, fulcio, and pki must be specified",
                new TreeMap<>()));
    assertThat(NodeConfiguration.render(List.of(pki), PlatformConfiguration.DEFAULT))
        .isInstanceOf(NodeConfiguration.Failed.class);
  }

  @Test
  void refusesAReleaseImageThatIsNoReference() {
    String version =
        "{apiVersion: config.openshift.io/v1, kind: ClusterVersion, metadata: {name: version},"
            + " status: {desired: {image: 'ocp-release:1'}}}";

    assertThat(error(List.of(), List.of(version)))
        .isEqualTo("error parsing reference of release image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "host.io:5000/x | host.io | m.io | m.io:5000/x",
        "b.a.io/x | *.a.io | m.io/y | m.io/y/x",
        "quay.io | quay.io/org | m.io/org | m.io/org",
        "quay.io/org:v1 | quay.io/org | m.io/o | m.io/o",
        "*.a.io | *.a.io | m.io | m.io",
        "quay.io/org@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | quay.io/org | m.io/o | m.io/o",
      })
  void switchesAttachmentsOnAtTheMirrorsToo(
      String scope, String source, String mirror, String endpoint) {
    for (String kind : List.of(DIGEST_MIRRORS, "ImageTagMirrorSet", "ImageContentSourcePolicy")) {
      var configuration =
          rendered(List.of(clusterPolicy("c", scope)), List.of(mirrorSet(kind, source, mirror)));

      assertThat(configuration.files().get(NodeConfiguration.SIGSTORE_REGISTRIES).toUtf8())
          .contains("\n  " + endpoint + ":\n");
    }
  }

  @Test
  void aSetThatNamesOnlyItsSourceIsNone() {
    var configuration =
        rendered(
            List.of(clusterPolicy("c", "quay.io/org/app")),
            List.of(mirrorSet(DIGEST_MIRRORS, "quay.io/org", "quay.io/org")));

    assertThat(configuration.files().get(NodeConfiguration.SIGSTORE_REGISTRIES).toUtf8())
        .isEqualTo("docker:\n  quay.io/org/app:\n    use-sigstore-attachments: true\n");
  }

  @Test
  void anEntryBelowAMirroredSourceRepeatsItsMirrors() {
    var configuration =
        rendered(
            List.of(clusterPolicy("c", "quay.io/org/app")),
            List.of(
                mirrorSet(DIGEST_MIRRORS, "quay.io/org", "m.io/o"),
                image("{insecureRegistries: [quay.io/org/app]}")));

    assertThat(configuration.files().get(NodeConfiguration.SIGSTORE_REGISTRIES).toUtf8())
        .contains("  m.io/o/app:\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quay.io | quay.io | mirror | error getting digest sources for scope quay.io/a: rewriting reference: repository name must be canonical",
        "h.io:5000 | h.io | m.io/x | error getting digest sources for scope h.io:5000/a: rewriting reference: invalid reference format",
        "quay.io/a@sha1:0123456789012345678901234567890123456789 | quay.io | m.io | error parsing scope quay.io/a@sha1:0123456789012345678901234567890123456789: unsupported digest algorithm",
      })
  void failsOnMirrorsOfWhatCannotBeRewritten(
      String scope, String source, String mirror, String error) {
    var mirrors = List.of(mirrorSet(DIGEST_MIRRORS, source, mirror));

    assertThat(error(List.of(clusterPolicy("c", scope)), mirrors))
        .isEqualTo(
            FAILED
                + "error adding clusterimagepolicy scope "
                + scope
                + " relevant mirrors: "
                + error);
    assertThat(rendered(List.of(clusterPolicy("c", scope)), List.of())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{source: 'a b', mirrors: [m.io]}] | invalid format for source \"a b\"",
        "[{source: a.io, mirrors: ['*.m.io']}] | invalid format for mirror \"*.m.io\"",
        "[{source: a.io, mirrors: [m.io, a.io], mirrorSourcePolicy: NeverContactSource}] | cannot set mirrorSourcePolicy: NeverContactSource if the source \"a.io\" is one of the mirrors",
        "[{source: a.io, mirrors: [m.io]}, {source: a.io, mirrors: [m.io], mirrorSourcePolicy: NeverContactSource}] | conflicting mirrorSourcePolicy is set for the same source \"a.io\" in imagedigestmirrorsets, imagetagmirrorsets, or imagecontentsourcepolicies",
      })
  void failsOnMirrorsThatTheControllerDoesNotWrite(String entries, String error) {
    assertThat(error(List.of(), List.of(mirrors(DIGEST_MIRRORS, "m", entries))))
        .isEqualTo(FAILED + "could not update registries config with new changes: " + error);
  }

  @Test
  void asksMirrorsInTheOrderOfTheirResourcesNames() {
    var first = mirrors(DIGEST_MIRRORS, "a", "[{source: 'bad a', mirrors: [m.io]}]");
    var second = mirrors(DIGEST_MIRRORS, "b", "[{source: 'bad b', mirrors: [m.io]}]");

    assertThat(error(List.of(), List.of(second, first))).endsWith("source \"bad a\"");
  }

  @Test
  void anEmptyListOfInsecureRegistriesWritesNoFileOfOurs() {
    var configuration = rendered(List.of(), List.of(image("{insecureRegistries: []}")));

    assertThat(configuration.files()).isEmpty();
    assertThat(configuration.cluster().policy().defaults())
        .containsExactly(new Requirement.InsecureAcceptAnything());
  }

  @Test
  void blockedRegistriesOutrankTheDefaultOfAllowedOnes() {
    var configuration =
        rendered(
            List.of(),
            List.of(
                image("{blockedRegistries: [quay.io, docker.io]}"),
                mirrorSet(DIGEST_MIRRORS, "quay.io/openshift-release-dev", "m.io/o")));

    var docker = configuration.cluster().policy().transports().getOrDefault("docker", Map.of());
    assertThat(docker.get("quay.io")).containsExactly(new Requirement.Reject());
    assertThat(docker.get("quay.io/openshift-release-dev/ocp-release"))
        .containsExactly(new Requirement.InsecureAcceptAnything());
    assertThat(configuration.cluster().policy().defaults())
        .containsExactly(new Requirement.InsecureAcceptAnything());
  }

  @Test
  void crashesWhereTheControllerDoesRatherThanDropABlockedRegistry() {
    String version =
        "{apiVersion: config.openshift.io/v1, kind: ClusterVersion, metadata: {name: version},"
            + " status: {desired: {image: 'a.io.b.io/r:1'}}}";

    assertThat(error(List.of(), List.of(version, image("{blockedRegistries: ['*.io']}"))))
        .startsWith("runtime error");
  }

  @Test
  void rendersManyPoliciesInReasonableTime() {
    var policies = new ArrayList<ImagePolicy>();
    var one = Examples.admitted(policy("team", "p", List.of("quay.io")));
    var all = Examples.admitted(clusterPolicy("c", "quay.io"));
    for (int i = 0; i < 60; i++) {
      var clusterScopes = new ArrayList<String>();
      var scopes = new ArrayList<String>();
      for (int j = 0; j < 256; j++) {
        clusterScopes.add("c" + i + "-" + j + ".example.com/a");
        scopes.add("c" + i + "-" + j + ".example.com/a/b");
      }
      policies.add(copy(all, null, "c" + i, clusterScopes));
      policies.add(copy(one, "n", "n" + i, scopes));
    }

    var configuration = NodeConfiguration.render(policies, PlatformConfiguration.DEFAULT);

    assertThat(configuration.conditions()).hasSize(60);
  }

  private static ImagePolicy copy(
      ImagePolicy policy, String namespace, String name, List<String> scopes) {
    return new ImagePolicy(
        new ResourceKey(policy.key().group(), policy.key().kind(), namespace, name),
        policy.apiVersion(),
        policy.uid(),
        policy.generation(),
        scopes,
        policy.rootOfTrust(),
        policy.signedIdentity());
  }

  private static String mirrorSet(String kind, String source, String mirror) {
    return mirrors(kind, "m", "[{source: '%s', mirrors: ['%s']}]".formatted(source, mirror));
  }
}
