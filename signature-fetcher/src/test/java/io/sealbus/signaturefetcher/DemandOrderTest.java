package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.reconcile.KnownImages;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images and policies in every order: a record reaches what the policies in force ask for. */
class DemandOrderTest {
  private static final RepositoryName APP = new RepositoryName("registry.example.com", "team/app");
  private static final RepositoryName ELSE = new RepositoryName("registry.example.com", "else/app");
  private static final Manifest IMAGE = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[]}");
  private static final int PARTITION = 0;
  private static final String POLICY = "policy.sigstore.dev/ClusterImagePolicy//p";
  private static final String KEY = "\"name\":\"a\",\"key\":{\"data\":\"k\"}";
  private static final String SIGNATURES = "{" + KEY + "}";
  private static final String ATTESTATIONS =
      "{" + KEY + ",\"attestations\":[{\"name\":\"b\",\"predicateType\":\"https://p.example\"}]}";
  private static final String BUNDLES = "{" + KEY + ",\"signatureFormat\":\"bundle\"}";

  private final FakePulls pulls = new FakePulls();
  private final FetchLedger ledger = new FetchLedger("session");
  private final RecordCodec<PolicyRecord> policies =
      RecordCodecs.singleObject().codec(TopicCatalogue.POLICIES);
  private final RecordCodec<ImageEventRecord> events =
      RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS);
  private final PolicyDemand demand = new PolicyDemand(policies, () -> stale().change());
  private final SourceEvents sources =
      new SourceEvents(events, demand::watches, () -> stale().change());
  private final StaleEvidence stale = new StaleEvidence(ledger, demand, sources);
  private final LedgerImages known =
      new LedgerImages(ledger, demand, TestHandler.ALLOWED, key -> PARTITION);
  private final SignatureFetcherHandler handler = handler();
  private final Map<String, EvidenceRecord> topic = new HashMap<>();
  private long offset;

  private StaleEvidence stale() {
    return stale;
  }

  private SignatureFetcherHandler handler() {
    var made = TestHandler.of(pulls, demand, ledger, stale, () -> Instant.EPOCH);
    made.replayed(List.of(PARTITION));
    return made;
  }

  private void sign() {
    pulls.put(IMAGE, "1.0");
    var payload =
        new Attachment(
            "application/vnd.dev.cosign.simplesigning.v1+json",
            Digest.sha256("payload"),
            Bytes.utf8("payload"),
            Map.of());
    pulls.attach(
        IMAGE.digest(),
        Place.SIGNATURES,
        new Lookup.Found<>(
            new PulledPlace(
                List.of(new PulledAttachment(payload, 7)), Set.of(Digest.sha256("sig")), 0)));
  }

  private void push(RepositoryName repository) throws Exception {
    ImageEventRecord event =
        ImageEventRecord.newBuilder()
            .setId("event")
            .setSource("test")
            .setAuthenticity(Authenticity.BEARER)
            .setAction(ImageAction.PUSH)
            .setRegistry(repository.registry())
            .setRepository(repository.path())
            .setTag("1.0")
            .setReceivedAt(Instant.EPOCH)
            .build();
    byte[] value = events.encode(event);
    String key = repository.toString();
    var source =
        new ConsumerRecord<>(
            "image-events", PARTITION, 0L, key.getBytes(StandardCharsets.UTF_8), value);
    write(
        handler.handle(
            new IncomingRecord(TopicCatalogue.IMAGE_EVENTS, PARTITION, 0, key, value, source)));
  }

  private void write(List<OutgoingRecord<?>> records) {
    records.forEach(record -> {
      if (record.value() instanceof EvidenceRecord evidence) {
        topic.put(record.key(), evidence);
      }
    });
  }

  /** A policy with this authority for the team's images; null to withdraw it. */
  private void policy(@Nullable String authority) {
    String spec =
        "{\"images\":[{\"glob\":\"registry.example.com/team/**\"}],\"authorities\":["
            + authority
            + "],\"mode\":\"enforce\"}";
    standing(POLICY, authority == null ? null : spec);
  }

  private void standing(String key, @Nullable String spec) {
    String[] parts = key.split("/", -1);
    byte @Nullable [] value =
        spec == null
            ? null
            : policies.encode(
                PolicyRecord.newBuilder()
                    .setGroup(parts[0])
                    .setVersion(parts[0].isEmpty() ? "v1" : "v1beta1")
                    .setKind(parts[1])
                    .setName(parts[3])
                    .setSpec(spec)
                    .setDocument("{}")
                    .setOrigin("test")
                    .setAcceptedAt(Instant.EPOCH)
                    .build());
    var source =
        new ConsumerRecord<>("policies", 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
    demand.records(
        List.of(new IncomingRecord(TopicCatalogue.POLICIES, 0, offset++, key, value, source)));
  }

  /** What the service does four times a second. */
  private void settle() throws Exception {
    for (StaleEvidence.Stale one : stale.take(100)) {
      write(handler.refresh(one));
    }
  }

  private Set<AttachmentKind> reached(RepositoryName repository) {
    var kinds = new TreeSet<AttachmentKind>();
    EvidenceRecord record = topic.get(repository + "@" + IMAGE.digest());
    record.getPlaces().stream().map(PlaceRecord::getKind).forEach(kinds::add);
    return kinds;
  }

  private long fetches(RepositoryName repository) {
    return pulls.asked.stream()
        .filter(("evidence " + repository + "@" + IMAGE.digest())::equals)
        .count();
  }

  static Stream<Arguments> orders() {
    var none = Set.<AttachmentKind>of();
    var attestations = Set.of(AttachmentKind.ATTESTATION_TAG);
    var referrers = Set.of(AttachmentKind.REFERRER);
    var all = new ArrayList<Arguments>();
    Map<List<String>, Set<AttachmentKind>> histories =
        Map.of(
            List.of(), none,
            List.of(SIGNATURES), none,
            List.of(ATTESTATIONS), attestations,
            List.of(BUNDLES), referrers,
            List.of(SIGNATURES, ATTESTATIONS), attestations,
            List.of(ATTESTATIONS, BUNDLES), referrers,
            List.of(SIGNATURES, "withdrawn", ATTESTATIONS), attestations,
            List.of(ATTESTATIONS, "withdrawn", ATTESTATIONS), attestations);
    histories.forEach((history, wanted) ->
        IntStream.rangeClosed(0, history.size())
            .forEach(pushed -> all.add(Arguments.of(history, pushed, wanted))));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void reachesWhatThePoliciesInForceAskForWheneverTheyCame(
      List<String> history, int pushed, Set<AttachmentKind> wanted) throws Exception {
    sign();
    demand.caughtUp();
    for (int i = 0; i <= history.size(); i++) {
      if (i == pushed) {
        push(APP);
        push(ELSE);
      }
      if (i < history.size()) {
        policy(history.get(i).equals("withdrawn") ? null : history.get(i));
      }
      settle();
    }

    assertThat(reached(APP)).containsAll(wanted);
    // Of others nothing more is asked, whatever policies come.
    assertThat(reached(ELSE)).isEmpty();
    assertThat(fetches(ELSE)).isOne();
    if (pushed == history.size()) {
      assertThat(reached(APP)).isEqualTo(wanted);
      assertThat(fetches(APP)).isOne();
    }
  }

  @Test
  void anImageThatWasFetchedWhileThePolicyCameIsFetchedAgain() throws Exception {
    sign();
    demand.caughtUp();
    pulls.meanwhile =
        () -> {
          pulls.meanwhile = () -> {};
          policy(ATTESTATIONS);
          // The scan finds nothing: there is no record yet.
          assertThat(stale.take(100)).isEmpty();
        };
    push(APP);
    assertThat(reached(APP)).isEmpty();

    settle();

    assertThat(reached(APP)).containsExactly(AttachmentKind.ATTESTATION_TAG);
  }

  @Test
  void asksForEverythingBesideTheImageWhileThePoliciesAreNotKnown() throws Exception {
    sign();
    push(APP);
    assertThat(reached(APP))
        .containsExactlyInAnyOrder(AttachmentKind.ATTESTATION_TAG, AttachmentKind.REFERRER);

    policy(ATTESTATIONS);
    demand.caughtUp();
    settle();

    assertThat(fetches(APP)).isOne();
  }

  @Test
  void whatIsKnownAlreadyIsNotStaleBeforeThePoliciesAreKnown() throws Exception {
    sign();
    demand.caughtUp();
    push(APP);
    var restarted = new PolicyDemand(policies, () -> {});
    var again = new StaleEvidence(ledger, restarted, sources);

    assertThat(again.take(100)).isEmpty();
    restarted.caughtUp();
    again.change();
    assertThat(again.take(100)).isEmpty();
  }

  @Test
  void saysWhatThereIsInsteadWhereThereIsNoSignature() throws Exception {
    pulls.put(IMAGE, "1.0");
    demand.caughtUp();
    push(APP);
    assertThat(reached(APP))
        .containsExactlyInAnyOrder(AttachmentKind.ATTESTATION_TAG, AttachmentKind.REFERRER);

    sign();
    push(APP);

    assertThat(reached(APP)).isEmpty();
  }

  @Test
  void comparesWhereTheRecordWasLookedFor() throws Exception {
    sign();
    demand.caughtUp();
    policy(ATTESTATIONS);
    push(APP);
    policy(null);
    settle();

    // The policy is gone, the record reaches further than it has to: that is no difference.
    assertThat(fetches(APP)).isOne();
    assertThat(known.evidence(APP, IMAGE.digest())).isEqualTo(now());
    pulls.attach(
        IMAGE.digest(), Place.ATTESTATIONS, Lookup.Failed.of(ReasonCode.REGISTRY_ERROR, "500"));
    assertThat(PulledQuestions.evidenceNow(pulls, demand, ledger, APP, IMAGE.digest()))
        .isInstanceOf(Lookup.Failed.class);
  }

  private KnownImages.Known now() throws Exception {
    return new KnownImages.Recorded(
        ((Lookup.Found<String>)
                PulledQuestions.evidenceNow(pulls, demand, ledger, APP, IMAGE.digest()))
            .value());
  }

  @Test
  void forgetsAnotherRepositoryThatNoPolicyNamesAnyMore() throws Exception {
    sign();
    demand.caughtUp();
    policy("{" + KEY + ",\"source\":[{\"oci\":\"registry.example.com/sigs\"}]}");
    push(APP);
    assertThat(reached(APP)).containsExactly(AttachmentKind.SIGNATURE_TAG);

    policy(null);
    settle();

    assertThat(reached(APP)).isEmpty();
    assertThat(known.evidence(APP, IMAGE.digest())).isEqualTo(now());
  }

  @Test
  void followsTheControllersConfiguration() throws Exception {
    sign();
    demand.caughtUp();
    policy(SIGNATURES);
    push(APP);
    assertThat(reached(APP)).isEmpty();

    standing(
        "/ConfigMap/cosign-system/config-policy-controller",
        "{\"data\":{\"enable-oci11\":\"true\"}}");
    settle();

    assertThat(reached(APP)).containsExactly(AttachmentKind.REFERRER);
  }

  @Test
  void everywhereMeansWhateverThePoliciesSay() {
    demand.caughtUp();

    assertThat(demand.everywhere().wanted(APP, IMAGE.digest()))
        .containsExactlyInAnyOrder(Place.SIGNATURES, Place.ATTESTATIONS, Place.REFERRERS);
  }

  @Test
  void aPolicyThatCannotBeReadTakesNothingAway() throws Exception {
    sign();
    demand.caughtUp();
    policy(ATTESTATIONS);
    standing(POLICY, "[");
    push(APP);

    assertThat(reached(APP)).containsExactly(AttachmentKind.ATTESTATION_TAG);
  }

  @Test
  void knowsWhatWasLookedAt() throws Exception {
    sign();
    demand.caughtUp();
    push(APP);

    assertThat(known.isLookedAt(APP, IMAGE.digest(), Place.SIGNATURES)).isTrue();
    assertThat(known.isLookedAt(APP, IMAGE.digest(), Place.ATTESTATIONS)).isFalse();
  }
}
