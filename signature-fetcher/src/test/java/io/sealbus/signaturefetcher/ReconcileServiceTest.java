package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.FakeApiServer;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestReferrer;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that tells nothing: everything is found by comparing. */
class ReconcileServiceTest {
  private static final TestKey SIGNER = TestKey.of(TestKey.Kind.P256, "signer");
  private static final Content BUNDLE =
      Content.of("application/vnd.dev.sigstore.bundle.v0.3+json", "{}");

  private static final String PODS = "/api/v1/pods";

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static int tests;

  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.repository("team/app");
  private final TestImage one = TestImage.of("one");
  private FakeApiServer cluster;
  private Path kubeconfig;
  private ServiceHost host;
  private Table<ImageRecord> images;
  private Table<EvidenceRecord> evidence;
  private Table<ImageEventRecord> events;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    tests++;
    cluster = FakeApiServer.serving(PODS);
    kubeconfig = cluster.kubeconfig(directory);
    host = startService();
    BusConfig bus = BusConfig.from(configuration());
    images = new Table<>(bus, TopicCatalogue.IMAGES);
    evidence = new Table<>(bus, TopicCatalogue.EVIDENCE);
    events = new Table<>(bus, TopicCatalogue.IMAGE_EVENTS);
  }

  @AfterEach
  void stop() {
    images.close();
    evidence.close();
    events.close();
    host.close();
    cluster.close();
    registry.close();
  }

  private ServiceHost startService() {
    return ServiceHost.start(
        List.of(SignatureFetcherService.DEFINITION),
        configuration(),
        InstantSource.system(),
        progress -> {});
  }

  private Configuration configuration() {
    Map<String, String> values = new HashMap<>();
    values.put("bus.bootstrap.servers", broker.bootstrapServers());
    values.put("bus.prefix", "reconcile-" + tests);
    values.put("bus.partitions", "3");
    values.put("http.port", "0");
    values.put("state.directory", directory.resolve("state").toString());
    values.put("fetcher.registries", registry.address());
    values.put("fetcher.registry.plain-http", registry.address());
    values.put("fetcher.webhook.secrets", "main=secret");
    values.put("fetcher.webhook.registries", "main=" + registry.address());
    values.put("fetcher.pods.clusters", "prod=" + kubeconfig);
    // What is attached in other forms than signatures is to be found without a policy, too.
    values.put("fetcher.evidence.everywhere", "true");
    values.put("fetcher.reconcile.period", "PT1S");
    values.put("fetcher.reconcile.evidence.age", "PT2S");
    values.put("fetcher.reconcile.requests-per-second", "200");
    // Longer than it takes to fetch what a source told, which until then is also found to differ.
    values.put("fetcher.reconcile.source-silent-after", "PT5S");
    values.put("fetcher.reconcile.repositories", registry.address() + "/team/*");
    return Configuration.of(values, ServiceHost.keys(List.of(SignatureFetcherService.DEFINITION)));
  }

  private String byTag(String tag) {
    return repository.reference() + ":" + tag;
  }

  private String byDigest(String digest) {
    return repository.reference() + "@" + digest;
  }

  @Test
  void whatWasNeverToldIsFoundAndSoIsEachChange() {
    TestImage two = TestImage.of("two");
    one.pushTo(repository, "1.0");
    images.await(byTag("1.0"), i -> one.digest().equals(i.getDigest()));
    evidence.await(byDigest(one.digest()), e -> e.getAttachments().isEmpty());

    two.pushTo(repository, "1.0");
    images.await(byTag("1.0"), i -> two.digest().equals(i.getDigest()));
    TestSigner.with(SIGNER).signAndAttach(repository, "1.0", two);
    evidence.await(byDigest(two.digest()), e -> e.getAttachments().size() == 1);
    TestReferrer referrer = TestReferrer.of(two, BUNDLE.mediaType(), BUNDLE).pushTo(repository);
    evidence.await(byDigest(two.digest()), e -> hasReferrers(e, 1));
    repository.deleteManifest(referrer.manifest().digest());
    evidence.await(byDigest(two.digest()), e -> hasReferrers(e, 0));
    String signatures = "sha256-" + two.digest().substring("sha256:".length()) + ".sig";
    repository.deleteManifest(repository.manifest(signatures).orElseThrow().digest());
    evidence.await(byDigest(two.digest()), e -> e.getAttachments().isEmpty());

    repository.deleteTag("1.0");
    images.awaitGone(byTag("1.0"));
    repository.deleteManifest(one.digest());
    images.awaitGone(byDigest(one.digest()));
    evidence.awaitGone(byDigest(one.digest()));
    images.await(byDigest(two.digest()), i -> true);
  }

  private static boolean hasReferrers(EvidenceRecord record, int count) {
    return record.getPlaces().stream()
        .anyMatch(place ->
            place.getKind() == AttachmentKind.REFERRER
                && place.getCompleteness() == Completeness.COMPLETE
                && place.getAttachments().size() == count);
  }

  @Test
  void whatRunsInAClusterIsFetchedByTagAndByDigestAndStaysWhenItsPodIsGone() throws Exception {
    Repository other = registry.repository("other/app");
    TestImage old = TestImage.of("old");
    old.pushTo(other, "1.0");
    one.pushTo(other, "1.0");

    cluster.put(
        PODS,
        """
        metadata: {name: p, namespace: team}
        spec: {initContainers: [{name: c, image: "%1$s:1.0"}]}
        status: {initContainerStatuses: [{name: c, imageID: "%1$s@%2$s"}]}
        """
            .formatted(other.reference(), old.digest()));

    images.await(other.reference() + ":1.0", image -> one.digest().equals(image.getDigest()));
    images.await(other.reference() + "@" + old.digest(), image -> true);
    cluster.delete(PODS, "p");
    Thread.sleep(2_000);
    assertThat(images.keys())
        .contains(other.reference() + ":1.0", other.reference() + "@" + old.digest());
  }

  @Test
  void b08WhatHappenedWhileNobodyLookedIsFoundOnReturn() {
    one.pushTo(repository, "1.0");
    one.pushTo(repository, "2.0");
    images.await(byTag("1.0"), i -> i.getDigest() != null);
    images.await(byTag("2.0"), i -> i.getDigest() != null);
    host.close();

    TestImage two = TestImage.of("two");
    two.pushTo(repository, "1.0");
    repository.deleteTag("2.0");
    TestSigner.with(SIGNER).signAndAttach(repository, "1.0", two);
    host = startService();

    images.await(byTag("1.0"), i -> two.digest().equals(i.getDigest()));
    images.awaitGone(byTag("2.0"));
    evidence.await(byDigest(two.digest()), e -> e.getAttachments().size() == 1);
  }

  @Test
  void b07ASourceThatSaysNothingWhileItsRegistryChangesIsReportedUntilItIsHeard() throws Exception {
    one.pushTo(repository, "1.0");
    images.await(byTag("1.0"), i -> i.getDigest() != null);
    TestImage newest = one;
    for (int i = 0; !silent() && i < 120; i++) {
      newest = TestImage.of("image " + i);
      newest.pushTo(repository, "1.0");
      Thread.sleep(500);
    }
    assertThat(host.health().findings().get("signature-fetcher.sources"))
        .singleElement()
        .asString()
        .startsWith("SOURCE_SILENT: distribution/main");
    assertThat(host.health().ready()).isTrue();

    // What is found after the source was heard is missed again.
    String found = newest.digest();
    images.await(byTag("1.0"), i -> found.equals(i.getDigest()));
    registry.notify(
        Webhook.to(URI.create("http://127.0.0.1:" + host.port() + "/v1/webhooks/distribution/main"))
            .header("Authorization", "Bearer secret"));
    TestImage.of("heard").pushTo(repository, "2.0");
    images.await(byTag("2.0"), i -> true);

    for (int i = 0; silent() && i < 120; i++) {
      Thread.sleep(250);
    }
    assertThat(silent()).isFalse();
  }

  private boolean silent() {
    return host.health().findings().containsKey("signature-fetcher.sources");
  }

  @Test
  void whereNothingChangesNothingIsTold() throws Exception {
    one.pushTo(repository, "1.0");
    TestSigner.with(SIGNER).signAndAttach(repository, "1.0", one);
    TestReferrer.of(one, BUNDLE.mediaType(), BUNDLE).pushTo(repository);
    evidence.await(
        byDigest(one.digest()), e -> e.getAttachments().size() == 1 && hasReferrers(e, 1));
    long before = writtenWhenSettled();

    Thread.sleep(5_000);

    assertThat(written()).isEqualTo(before);
  }

  /** Waits until all is fetched; what takes longer than a period may be told more than once. */
  private long writtenWhenSettled() throws InterruptedException {
    long before = -1;
    for (int i = 0; written() != before && i < 20; i++) {
      before = written();
      Thread.sleep(3_000);
    }
    return before;
  }

  private long written() {
    return events.written() + images.written() + evidence.written();
  }
}
