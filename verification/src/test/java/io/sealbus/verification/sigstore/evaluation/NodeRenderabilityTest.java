package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.ATTESTATIONS;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.BUNDLES;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.CA_CERTIFICATE;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.DEFAULT_TRUST_ROOT;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.GLOB_NOT_A_SCOPE;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.HASH_NOT_SHA256;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.IDENTITY_NOT_AN_EMAIL;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.IDENTITY_PATTERN;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.KEY_NOT_INLINE;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.LOG_NOT_REQUIRED;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.OTHER_SOURCE;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.POLICY_OVER_AUTHORITIES;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.SCT_REQUIRED;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.SEVERAL_AUTHORITIES;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.SEVERAL_IDENTITIES;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.STATIC_AUTHORITY;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.TIMESTAMPS;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.WARN_MODE;
import static io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle.WORKLOAD_MATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.TestKey;
import io.sealbus.verification.sigstore.evaluation.NodeRenderability.Obstacle;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRenderabilityTest {
  private static final String PEM =
      TestKey.of(TestKey.Kind.P256, "key").publicKeyPem().replace("\n", "\\n");
  private static final String KEY = "\"key\": {\"data\": \"" + PEM + "\"}";
  private static final String KEYLESS =
      "\"keyless\": {\"url\": \"https://f.example\", \"trustRootRef\": \"t\","
          + " \"insecureIgnoreSCT\": true, \"identities\": [{\"issuer\": \"https://i\","
          + " \"subject\": \"me@example.com\"}]}, \"ctlog\": {\"url\": \"https://r.example\"}";
  private static final Set<Obstacle> SEEN = EnumSet.noneOf(Obstacle.class);

  private static NodeRenderability of(String glob, String rest, String... authorities) {
    String spec =
        "{\"images\": [{\"glob\": \""
            + glob
            + "\"}], \"authorities\": [{"
            + String.join("}, {", authorities)
            + "}]"
            + rest
            + "}";
    String head =
        "{\"apiVersion\": \"policy.sigstore.dev/v1alpha1\", \"kind\": \"ClusterImagePolicy\","
            + " \"metadata\": {\"name\": \"p\"}, \"spec\": ";
    return NodeRenderability.of(new Scene().with(head + spec + "}").policy());
  }

  private static void assertObstacle(Obstacle expected, String rest, String... authorities) {
    assertThat(of("r.example/**", rest, authorities).obstacles()).containsExactly(expected);
    SEEN.add(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "r.example/**, r.example",
    "r.example/a/**, r.example/a",
    "r.example:5000/a/b@*, r.example:5000/a/b",
    "index.docker.io/library/**, docker.io/library",
    "r.example/a@sha256:0000000000000000000000000000000000000000000000000000000000000000,"
        + " r.example/a@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  })
  void globThatIsAScopeIsOne(String glob, String scope) {
    NodeRenderability renderability = of(glob, "", KEY);
    assertThat(renderability.isRenderable()).isTrue();
    assertThat(renderability.scopes()).containsExactly(scope);
  }

  @ParameterizedTest
  @CsvSource({
    "**",
    "*",
    "r.example/*",
    "r.example/a**",
    "r.example/a*",
    "**/a",
    "*.example/**",
    "a/**"
  })
  void globThatIsNoScopeIsNone(String glob) {
    assertThat(of(glob, "", KEY).obstacles()).containsExactly(GLOB_NOT_A_SCOPE);
  }

  @Test
  void everyObstacleIsNamed() {
    assertThat(of("r.example/**", "", KEYLESS).isRenderable()).isTrue();
    assertObstacle(WARN_MODE, ", \"mode\": \"warn\"", KEY);
    assertObstacle(
        WORKLOAD_MATCH,
        ", \"match\": [{\"group\": \"\", \"version\": \"v1\", \"resource\": \"pods\"}]",
        KEY);
    assertObstacle(
        POLICY_OVER_AUTHORITIES, ", \"policy\": {\"type\": \"cue\", \"data\": \"a: 1\"}", KEY);
    assertObstacle(SEVERAL_AUTHORITIES, "", KEY, KEY);
    assertObstacle(STATIC_AUTHORITY, "", "\"static\": {\"action\": \"pass\"}");
    assertObstacle(
        ATTESTATIONS,
        "",
        KEY + ", \"attestations\": [{\"name\": \"a\", \"predicateType\": \"custom\"}]");
    assertObstacle(OTHER_SOURCE, "", KEY + ", \"source\": [{\"oci\": \"r.example/sigs\"}]");
    assertObstacle(BUNDLES, "", KEY + ", \"signatureFormat\": \"bundle\"");
    assertObstacle(TIMESTAMPS, "", KEY + ", \"rfc3161timestamp\": {\"trustRootRef\": \"t\"}");
    assertObstacle(
        HASH_NOT_SHA256, "", KEY.replace("\"data\"", "\"hashAlgorithm\": \"sha512\", \"data\""));
    assertObstacle(KEY_NOT_INLINE, "", "\"key\": {\"secretRef\": {\"name\": \"s\"}}");
    assertObstacle(
        CA_CERTIFICATE,
        "",
        KEYLESS.replace(
            "\"url\": \"https://f.example\"", "\"ca-cert\": {\"data\": \"" + PEM + "\"}"));
    assertObstacle(LOG_NOT_REQUIRED, "", KEYLESS.replaceAll(", \"ctlog\".*", ""));
    assertObstacle(SCT_REQUIRED, "", KEYLESS.replace("\"insecureIgnoreSCT\": true,", ""));
    assertObstacle(DEFAULT_TRUST_ROOT, "", KEYLESS.replace("\"trustRootRef\": \"t\",", ""));
    String identity = "{\"issuer\": \"https://i\", \"subject\": \"me@example.com\"}";
    assertObstacle(SEVERAL_IDENTITIES, "", KEYLESS.replace(identity, identity + ", " + identity));
    assertObstacle(IDENTITY_PATTERN, "", KEYLESS.replace("\"subject\"", "\"subjectRegExp\""));
    assertObstacle(
        IDENTITY_NOT_AN_EMAIL, "", KEYLESS.replace("me@example.com", "https://ci.example/job"));

    SEEN.add(GLOB_NOT_A_SCOPE);
    assertThat(SEEN).containsExactlyInAnyOrderElementsOf(List.of(Obstacle.values()));
  }
}
