package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.testkit.TestKey;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.openshift.PlatformResource;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Where the policies and mirror sets of a cluster want to have looked. */
class PolicyDemandTest {
  private static final Digest DIGEST = Digest.sha256("image");
  private static final String MIRRORS =
      """
      apiVersion: config.openshift.io/v1
      kind: %s
      metadata: {name: mirrors}
      spec: {%s: [{source: %s, mirrors: [%s]}]}
      """;
  private static final RepositoryName APP = new RepositoryName("quay.io", "acme/app");
  private static final Place MIRROR = Place.mirror("mirror.example.com/acme/app");

  private final RecordCodec<PolicyRecord> codec =
      RecordCodecs.singleObject().codec(TopicCatalogue.POLICIES);
  private int changes;
  private final PolicyDemand demand = new PolicyDemand(codec, () -> changes++);
  private long offset;

  /** As policy-ingest stores a document. */
  private void put(String yaml) {
    Resource resource = read(Resource.of(read(documents(yaml)).getFirst()));
    ResourceKey key = resource.key().orElseThrow();
    record(
        key.text(),
        codec.encode(
            PolicyRecord.newBuilder()
                .setGroup(key.group())
                .setVersion(resource.version())
                .setKind(key.kind())
                .setName(key.name())
                .setGeneration(1)
                .setSpec(spec(resource))
                .setDocument(JsonText.write(resource.document()))
                .setOrigin("test")
                .setAcceptedAt(Instant.EPOCH)
                .build()));
  }

  private static Reading<List<Node>> documents(String yaml) {
    return Documents.read(yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
  }

  private static String spec(Resource resource) {
    return PlatformConfiguration.concerns(resource)
        ? read(PlatformResource.admit(resource)).specJson()
        : ((Admission.Admitted) Admission.newest().admit(resource)).policy().specJson();
  }

  private static <T> T read(Reading<T> reading) {
    if (reading instanceof Reading.Read<T>(T value)) {
      return value;
    }
    throw new AssertionError(reading);
  }

  private void record(String key, byte[] value) {
    var source =
        new ConsumerRecord<>("policies", 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
    demand.records(
        List.of(new IncomingRecord(TopicCatalogue.POLICIES, 0, offset++, key, value, source)));
  }

  private void policy(String scope) {
    put(
        """
        apiVersion: config.openshift.io/v1
        kind: ClusterImagePolicy
        metadata: {name: acme}
        spec:
          scopes: ['%s']
          policy: {rootOfTrust: {policyType: PublicKey, publicKey: {keyData: %s}}}
        """
            .formatted(
                scope,
                Base64.getEncoder()
                    .encodeToString(
                        TestKey.generate(TestKey.Kind.P256)
                            .publicKeyPem()
                            .getBytes(StandardCharsets.UTF_8))));
  }

  private void mirrors(String source, String mirror) {
    put(MIRRORS.formatted("ImageDigestMirrorSet", "imageDigestMirrors", source, mirror));
  }

  private void tagMirrors(String source, String mirror) {
    put(MIRRORS.formatted("ImageTagMirrorSet", "imageTagMirrors", source, mirror));
  }

  @Test
  void asksForNoMirrorWhereThereIsNone() {
    policy("quay.io/acme");
    demand.caughtUp();

    assertThat(demand.now(APP, DIGEST)).containsExactly(Place.SIGNATURES);
  }

  @Test
  void asksForTheMirrorsOfWhatAPolicyGoverns() {
    policy("quay.io/acme");
    mirrors("quay.io/acme", "mirror.example.com/acme");
    tagMirrors("quay.io", "tags.example.com");
    demand.caughtUp();

    assertThat(demand.of(APP, DIGEST)).contains(MIRROR);
    assertThat(demand.of(APP, DIGEST)).doesNotContain(Place.mirror("tags.example.com/acme/app"));
    assertThat(demand.watches("mirror.example.com/acme/app")).isTrue();
    assertThat(demand.watches("mirror.example.com/acmes/app")).isFalse();
  }

  @Test
  void asksForNoMirrorOfWhatNoPolicyGoverns() {
    policy("quay.io/acme");
    mirrors("quay.io", "mirror.example.com");
    demand.caughtUp();

    assertThat(demand.of(new RepositoryName("quay.io", "acme-too/app"), DIGEST))
        .containsExactly(Place.SIGNATURES);
  }

  @Test
  void asksForTheMirrorsOfAnImageWhoseTagAPolicyGoverns() {
    policy("quay.io/acme/app:v1");
    tagMirrors("quay.io/acme", "mirror.example.com/acme");
    demand.caughtUp();

    assertThat(demand.of(APP, DIGEST)).contains(MIRROR);
  }

  @Test
  void keepsTheMirrorsWhileTheirResourcesCannotBeRendered() {
    policy("quay.io/acme");
    mirrors("quay.io/acme", "mirror.example.com/acme");
    demand.caughtUp();

    // The same source may not be both asked and never asked.
    put(
        """
        apiVersion: config.openshift.io/v1
        kind: ImageTagMirrorSet
        metadata: {name: mirrors}
        spec:
          imageTagMirrors:
            - source: quay.io/acme
              mirrors: [tags.example.com]
              mirrorSourcePolicy: NeverContactSource
        """);

    assertThat(demand.of(APP, DIGEST)).contains(MIRROR);
  }

  @Test
  void asksForAMirrorNoMoreOnceItsResourceIsGone() {
    policy("quay.io/acme");
    mirrors("quay.io/acme", "mirror.example.com/acme");
    demand.caughtUp();

    record("config.openshift.io/ImageDigestMirrorSet//mirrors", null);

    assertThat(demand.of(APP, DIGEST)).containsExactly(Place.SIGNATURES);
    assertThat(demand.watches("mirror.example.com/acme/app")).isFalse();
  }

  @Test
  void hasNothingLookedAtAgainForAPolicyOfAClusterWithoutMirrors() {
    demand.caughtUp();
    int before = changes;

    policy("quay.io/acme");
    assertThat(changes).isEqualTo(before);

    mirrors("quay.io/acme", "mirror.example.com/acme");
    assertThat(changes).isEqualTo(before + 1);
  }
}
