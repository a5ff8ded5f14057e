package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PolicyWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
  private static final String P = "config.openshift.io/ClusterImagePolicy//p";
  private static final String Q = "config.openshift.io/ClusterImagePolicy//q";
  private static final String R = "config.openshift.io/ClusterImagePolicy//r";
  private static final Origin HTTP = new Origin.Http();

  private final PolicyTable table = new PolicyTable(MemoryPolicyLog.CODEC);
  private final MemoryPolicyLog log = new MemoryPolicyLog(table);
  private final PolicyWriter writer = writer();

  private PolicyWriter writer(String... owners) {
    return new PolicyWriter(
        table,
        log,
        Policies.kinds(),
        InstantSource.fixed(NOW),
        Set.of(owners),
        Duration.ofMillis(200));
  }

  private static List<Submitted> read(String... documents) {
    var read = Submission.read(Policies.bytes(Policies.yaml(documents)));
    assertThat(read).isInstanceOf(Checked.Good.class);
    return ((Checked.Good<List<Submitted>>) read).value();
  }

  private Outcome apply(String... documents) {
    return writer.apply(read(documents), HTTP, false);
  }

  private static List<Change> changes(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Applied.class);
    return ((Outcome.Applied) outcome).changes();
  }

  private static List<String> rules(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).faults().stream().map(Fault::rule).toList();
  }

  @Test
  void writesANewPolicyWithEverythingThatReadersNeed() {
    // When
    List<Change> changes = changes(apply(Policies.cluster("p", "example.com/a", "example.com/b")));

    // Then
    assertThat(changes).containsExactly(new Change(key(P), Action.CREATED, 1, 0L));
    var record = log.value(P);
    assertThat(record.getGroup()).isEqualTo("config.openshift.io");
    assertThat(record.getVersion()).isEqualTo("v1");
    assertThat(record.getNamespace()).isNull();
    assertThat(record.getGeneration()).isEqualTo(1);
    assertThat(record.getScopes()).containsExactly("example.com/a", "example.com/b");
    assertThat(record.getOrigin()).isEqualTo("http");
    assertThat(record.getAcceptedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123Z"));
    assertThat(record.getSpec()).contains("MatchRepoDigestOrExact");
    assertThat(record.getDocument()).contains("\"kind\":\"ClusterImagePolicy\"");
    assertThat(record.getDocument()).doesNotContain("MatchRepoDigestOrExact");
  }

  @Test
  void takesThePlatformsOwnResourcesByWhatCountsOfThem() {
    String version =
        """
        apiVersion: config.openshift.io/v1
        kind: ClusterVersion
        metadata: {name: version}
        status: {desired: {image: 'r.example.com/release@sha256:%s'}, observedGeneration: %d}
        """;
    String mirrors =
        """
        apiVersion: operator.openshift.io/v1alpha1
        kind: ImageContentSourcePolicy
        metadata: {name: m}
        spec: {repositoryDigestMirrors: [{source: r.example.com, mirrors: [m.example.com]}]}
        """;

    List<Change> created = changes(apply(version.formatted("a".repeat(64), 1), mirrors));
    List<Change> sameRelease = changes(apply(version.formatted("a".repeat(64), 2)));
    List<Change> otherRelease = changes(apply(version.formatted("b".repeat(64), 3)));

    assertThat(created).extracting(Change::action).containsOnly(Action.CREATED);
    assertThat(sameRelease).extracting(Change::action).containsExactly(Action.UNCHANGED);
    assertThat(otherRelease).extracting(Change::action).containsExactly(Action.CONFIGURED);
    var record = log.value("config.openshift.io/ClusterVersion//version");
    assertThat(record.getSpec()).startsWith("{\"desired\":{\"image\":\"r.example.com/release@");
    assertThat(record.getScopes()).isEmpty();
    assertThat(log.value("operator.openshift.io/ImageContentSourcePolicy//m").getVersion())
        .isEqualTo("v1alpha1");
  }

  @Test
  void refusesAPlatformResourceThatNobodyCouldRender() {
    String image =
        """
        apiVersion: config.openshift.io/v1
        kind: Image
        metadata: {name: %s}
        spec: {registrySources: {blockedRegistries: ['%s']}}
        """;

    assertThat(rules(apply(image.formatted("cluster", "*")))).containsExactly("RULE");
    assertThat(rules(apply(image.formatted("other", "r.example.com"))))
        .containsExactly("UNSUPPORTED_VALUE");
    assertThat(rules(apply(image.formatted("cluster", "r").replace("/v1", "/v1alpha1"))))
        .containsExactly("KIND_NOT_SUPPORTED");
  }

  @Test
  void writesAConfirmationThoughTheSpecStays() {
    // Given
    String plain = Policies.cluster("p", "example.com/a");
    String confirmed =
        plain.replace(
            "  name: p\n",
            "  name: p\n  annotations:\n    sealbus.io/confirm-release-impact: sha256:00\n");
    apply(plain);

    // When
    List<Change> changes = changes(apply(confirmed));

    // Then
    assertThat(changes).containsExactly(new Change(key(P), Action.CONFIGURED, 1, 1L));
    assertThat(log.value(P).getDocument()).contains("sha256:00");
    assertThat(changes(apply(confirmed)))
        .extracting(Change::action)
        .containsExactly(Action.UNCHANGED);
    assertThat(changes(apply(plain))).extracting(Change::action).containsExactly(Action.CONFIGURED);
  }

  @Test
  void writesNothingForAnUnchangedSpec() {
    // Given
    apply(Policies.cluster("p", "example.com/a"));

    // When: the default is written out, which changes the document but not what it means
    String same =
        Policies.cluster("p", "example.com/a")
            + "    signedIdentity:\n      matchPolicy: MatchRepoDigestOrExact\n";
    List<Change> changes = changes(apply(same));

    // Then
    assertThat(changes).containsExactly(new Change(key(P), Action.UNCHANGED, 1, 0L));
    assertThat(log.keys()).containsExactly(P);
  }

  @Test
  void countsOneGenerationForEachChangeOfTheSpec() {
    apply(Policies.cluster("p", "example.com/a"));
    apply(Policies.cluster("p", "example.com/b"));
    apply(Policies.cluster("p", "example.com/b"));

    List<Change> changes = changes(apply(Policies.cluster("p", "example.com/a")));

    assertThat(changes).containsExactly(new Change(key(P), Action.CONFIGURED, 3, 2L));
  }

  @Test
  void keepsTheGenerationAndUidThatThePlatformGave() {
    String given = "metadata:\n  name: p\n  generation: 7\n  uid: abc\n";

    List<Change> first =
        changes(apply(Policies.policy("ClusterImagePolicy", given, "example.com/a")));
    List<Change> next = changes(apply(Policies.cluster("p", "example.com/b")));

    assertThat(first.getFirst().generation()).isEqualTo(7);
    assertThat(next.getFirst().generation()).isEqualTo(8);
    assertThat(log.value(P).getUid()).isEqualTo("abc");
  }

  @Test
  void startsCountingAnewAfterADeletion() {
    apply(Policies.cluster("p", "example.com/a"));
    apply(Policies.cluster("p", "example.com/b"));
    writer.delete(key(P), HTTP, false);

    List<Change> changes = changes(apply(Policies.cluster("p", "example.com/b")));

    assertThat(changes).containsExactly(new Change(key(P), Action.CREATED, 1, 3L));
  }

  @Test
  void writesInTheOrderOfTheRequest() {
    apply(
        Policies.cluster("r", "example.com/a"),
        Policies.cluster("p", "example.com/a"),
        Policies.cluster("q", "example.com/a"));

    assertThat(log.keys()).containsExactly(R, P, Q);
  }

  @Test
  void writesNothingWhereOneOfManyIsRefused() {
    Outcome outcome =
        apply(
            Policies.cluster("p", "example.com/a"),
            Policies.cluster("q", "example.com/a").replace("scopes", "scope"),
            Policies.cluster("Not-A-Name", "example.com/a"));

    assertThat(rules(outcome)).contains("UNKNOWN_FIELD", "REQUIRED", "INVALID_NAME");
    assertThat(((Outcome.Refused) outcome).faults())
        .anySatisfy(f -> assertThat(f.path()).startsWith("documents[1].spec.scope"))
        .anySatisfy(f -> assertThat(f.path()).isEqualTo("documents[2].metadata.name"));
    assertThat(log.keys()).isEmpty();
  }

  @Test
  void refusesOnePolicyTwiceInOneRequest() {
    Outcome outcome =
        apply(Policies.cluster("p", "example.com/a"), Policies.cluster("p", "example.com/b"));

    assertThat(rules(outcome)).containsExactly("DUPLICATE_RESOURCE");
    assertThat(log.keys()).isEmpty();
  }

  @Test
  void refusesWhatNoRecordCanHoldBeforeItWritesAnything() {
    log.sizeLimit(10);

    Outcome outcome = apply(Policies.cluster("p", "example.com/a"));

    assertThat(rules(outcome)).containsExactly("RECORD_TOO_LARGE");
    assertThat(log.keys()).isEmpty();
  }

  @Test
  void saysInADryRunWhatItWouldDoAndWritesNothing() {
    apply(Policies.cluster("p", "example.com/a"), Policies.cluster("q", "example.com/a"));

    var resources =
        read(
            Policies.cluster("p", "example.com/a"),
            Policies.cluster("q", "example.com/b"),
            Policies.cluster("r", "example.com/b"));
    List<Change> changes = changes(writer.apply(resources, HTTP, true));
    List<Change> deleted = changes(writer.delete(key(P), HTTP, true));

    assertThat(changes)
        .containsExactly(
            new Change(key(P), Action.UNCHANGED, 1, 0L),
            new Change(key(Q), Action.CONFIGURED, 2, null),
            new Change(key(R), Action.CREATED, 1, null));
    assertThat(deleted).containsExactly(new Change(key(P), Action.DELETED, 1, null));
    assertThat(log.keys()).containsExactly(P, Q);
  }

  @Test
  void saysExactlyWhatWasWrittenWhenKafkaStopsTakingRecords() {
    // Given
    apply(Policies.cluster("r", "example.com/a"));
    log.failAt(2);

    // When
    Outcome outcome =
        apply(
            Policies.cluster("p", "example.com/a"),
            Policies.cluster("q", "example.com/a"),
            Policies.cluster("r", "example.com/a"),
            Policies.cluster("s", "example.com/a"));

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Interrupted.class);
    var changes = ((Outcome.Interrupted) outcome).changes();
    assertThat(changes)
        .extracting(Change::action)
        .containsExactly(Action.CREATED, Action.UNKNOWN, Action.UNCHANGED, Action.NOT_WRITTEN);
    assertThat(changes).extracting(Change::version).containsExactly(1L, null, 0L, null);
    assertThat(table.snapshot().policies().keySet())
        .extracting(ResourceKey::text)
        .containsExactly(P, R);
  }

  @Test
  void doesNotSayDoneForWhatItCannotReadBack() {
    log.silent();

    Outcome outcome = apply(Policies.cluster("p", "example.com/a"));

    assertThat(outcome).isInstanceOf(Outcome.Interrupted.class);
    assertThat(((Outcome.Interrupted) outcome).changes())
        .containsExactly(new Change(key(P), Action.CREATED, 1, 0L));
  }

  @Test
  void decidesConcurrentWritesOneAfterTheOther() {
    // When: forty writers, every one with a scope of its own
    var threads = new ArrayList<Thread>();
    IntStream.range(0, 40)
        .forEach(i ->
            threads.add(
                Thread.startVirtualThread(() -> apply(Policies.cluster("p", "example.com/" + i)))));
    threads.forEach(PolicyWriterTest::join);

    // Then: no generation is given twice
    assertThat(log.keys()).hasSize(40);
    assertThat(log.value(P).getGeneration()).isEqualTo(40);
  }

  @Test
  void leavesAPolicyThatFollowsAFileToTheDirectory() {
    // Given
    PolicyWriter watched = writer(Origin.DIRECTORY);
    watched.apply(read(Policies.cluster("p", "example.com/a")), new Origin.File("a.yaml"), false);

    // When
    Outcome changed = watched.apply(read(Policies.cluster("p", "example.com/b")), HTTP, false);
    Outcome same = watched.apply(read(Policies.cluster("p", "example.com/a")), HTTP, false);
    Outcome deleted = watched.delete(key(P), HTTP, false);

    // Then
    var owned = new Outcome.OwnedElsewhere(key(P), "directory:a.yaml");
    assertThat(changed).isEqualTo(owned);
    assertThat(deleted).isEqualTo(owned);
    assertThat(changes(same)).extracting(Change::action).containsExactly(Action.UNCHANGED);
    assertThat(log.keys()).containsExactly(P);
  }

  @Test
  void takesOverWhatFollowedAFileWhenNoDirectoryIsWatchedAnyMore() {
    writer.apply(read(Policies.cluster("p", "example.com/a")), new Origin.File("a.yaml"), false);

    changes(apply(Policies.cluster("p", "example.com/b")));

    assertThat(log.value(P).getOrigin()).isEqualTo("http");
  }

  @Test
  void tellsTheOwnerOfAPolicyThatMovesToAFileWithoutANewGeneration() {
    apply(Policies.cluster("p", "example.com/a"));

    var resources = read(Policies.cluster("p", "example.com/a"));
    List<Change> changes = changes(writer.apply(resources, new Origin.File("a.yaml"), false));

    assertThat(changes).containsExactly(new Change(key(P), Action.CONFIGURED, 1, 1L));
    assertThat(log.value(P).getOrigin()).isEqualTo("directory:a.yaml");
  }

  @Test
  void deletesOnlyWhatIsThere() {
    apply(Policies.cluster("p", "example.com/a"));

    assertThat(changes(writer.delete(key(P), HTTP, false)))
        .containsExactly(new Change(key(P), Action.DELETED, 1, 1L));
    assertThat(writer.delete(key(P), HTTP, false)).isEqualTo(new Outcome.Missing());
    assertThat(log.keys()).containsExactly(P, "-" + P);
  }

  @Test
  void writesOverARecordThatIsNoPolicy() {
    // Given
    apply(Policies.cluster("p", "example.com/a"));
    log.foreign(P, Policies.bytes("rubbish"));
    log.foreign(Q, Policies.bytes("rubbish"));

    // When
    List<Change> again = changes(apply(Policies.cluster("p", "example.com/a")));
    List<Change> deleted = changes(writer.delete(key(Q), HTTP, false));

    // Then
    assertThat(again).containsExactly(new Change(key(P), Action.CONFIGURED, 1, 3L));
    assertThat(deleted).containsExactly(new Change(key(Q), Action.DELETED, 0, 4L));
    assertThat(table.snapshot().damaged()).isEmpty();
  }

  private static ResourceKey key(String text) {
    return ResourceKey.parse(text).orElseThrow();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
