package io.sealbus.signaturefetcher.reconcile;

import static io.sealbus.signaturefetcher.reconcile.FakeWorld.APP;
import static io.sealbus.signaturefetcher.reconcile.FakeWorld.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.signaturefetcher.reconcile.Finding.Change;
import io.sealbus.signaturefetcher.reconcile.KnownImages.Recorded;
import io.sealbus.signaturefetcher.reconcile.KnownImages.Retrying;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepositoryLookTest {
  private final FakeWorld world = new FakeWorld();
  private final List<Finding> found = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean evidenceDue;

  private RepositoryLook look() {
    var pace = new RequestPace(10, (at, failures, wish) -> at.plus(Duration.ofSeconds(failures)));
    var questions =
        new PacedQuestions(world, pace, () -> now, pause -> now = now.plus(pause), metrics());
    return new RepositoryLook(
        APP, world, questions, found::add, manifest -> evidenceDue, over -> {});
  }

  private ReconcileMetrics metrics() {
    var config =
        new ReconcileConfig(
            true,
            Duration.ofHours(1),
            Duration.ofHours(6),
            10,
            WantedRepositories.NONE,
            Duration.ofHours(1));
    var meters = new SimpleMeterRegistry();
    var reconciler =
        new Reconciler(config, world, world, found::add, (at, n, wish) -> at, () -> now, meters);
    return new ReconcileMetrics(meters, reconciler);
  }

  private List<String> changes() {
    return found.stream()
        .map(one -> one.change() + " " + (one.tag() == null ? one.digest() : one.tag()))
        .toList();
  }

  @Test
  void whatIsTheSameCostsAListAndAHeadEachAndTellsNothing() throws Exception {
    world.same("1.0", 1).same("2.0", 2);

    assertThat(look().run()).isTrue();

    assertThat(found).isEmpty();
    assertThat(world.asked).containsExactly("tags team/app", "digest 1.0", "digest 2.0");
  }

  @Test
  void findsTagsThatAreNewMovedAndGone() throws Exception {
    world.same("1.0", 1).same("2.0", 2).same("3.0", 3);
    world.tags.put("2.0", digest(22));
    world.tags.remove("3.0");
    world.tags.put("4.0", digest(4));

    look().run();

    assertThat(changes()).containsExactly("TAG_MOVED 2.0", "TAG_GONE 3.0", "TAG_NEW 4.0");
    assertThat(found).allMatch(Finding::missed);
    assertThat(world.asked).doesNotContain("digest 4.0");
  }

  @Test
  void whereNothingWasKnownNobodyMissedAnything() throws Exception {
    world.tags.put("1.0", digest(1));

    look().run();

    assertThat(changes()).containsExactly("TAG_NEW 1.0");
    assertThat(found).noneMatch(Finding::missed);
  }

  @Test
  void aTagThatIsStillThereThoughNotListedIsNotGone() throws Exception {
    world.same("1.0", 1);
    world.failing.put("tags team/app", Lookup.Failed.of(ReasonCode.REGISTRY_UNAUTHORIZED, "no"));

    RepositoryLook look = look();

    assertThat(look.run()).isTrue();
    assertThat(look.isRefused()).isTrue();
    assertThat(found).isEmpty();
    assertThat(world.asked).contains("digest 1.0");
  }

  @ParameterizedTest
  @EnumSource(
      value = ReasonCode.class,
      names = {"REGISTRY_UNAUTHORIZED", "REGISTRY_ERROR", "REGISTRY_CONTENT_MISMATCH"})
  void nothingIsConcludedFromAFailure(ReasonCode code) throws Exception {
    evidenceDue = true;
    world.same("1.0", 1).same("2.0", 2);
    world.failing.put("digest 1.0", Lookup.Failed.of(code, "no"));
    world.failing.put("digest " + digest(1), Lookup.Failed.of(code, "no"));
    world.failing.put("evidence " + digest(2), Lookup.Failed.of(code, "no"));

    assertThat(look().run()).isTrue();

    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ReasonCode.class,
      names = {"REGISTRY_BUSY", "REGISTRY_UNREACHABLE", "REGISTRY_TIMEOUT"})
  void whereTheRegistryIsAwayItGoesOnLaterWhereItWas(ReasonCode code) throws Exception {
    world.same("1.0", 1).same("2.0", 2);
    world.tags.put("2.0", digest(22));
    world.failing.put("digest 2.0", Lookup.Failed.of(code, "away"));
    RepositoryLook look = look();

    assertThat(look.run()).isFalse();
    world.failing.clear();
    assertThat(look.run()).isTrue();

    assertThat(changes()).containsExactly("TAG_MOVED 2.0");
    assertThat(world.asked)
        .containsExactly("tags team/app", "digest 1.0", "digest 2.0", "digest 2.0");
  }

  @Test
  void whatIsBeingTriedAgainIsLeftAlone() throws Exception {
    evidenceDue = true;
    world.same("1.0", 1);
    world.images.put("1.0", new Retrying());
    world.evidence.put(digest(1).text(), new Retrying());

    look().run();

    assertThat(found).isEmpty();
    assertThat(world.asked).containsExactly("tags team/app", "digest " + digest(1));
  }

  @Test
  void findsASignatureThatCameByItsTag() throws Exception {
    world.same("1.0", 1);
    String tag = "sha256-" + digest(1).hex() + ".sig";
    world.tags.put(tag, digest(100));

    look().run();
    world.evidenceManifests.add(digest(1) + " " + digest(100));
    look().run();

    assertThat(changes()).containsExactly("ATTACHMENTS_CHANGED " + tag);
  }

  @Test
  void anAttestationThatNobodyLookedForIsNoDifference() throws Exception {
    world.same("1.0", 1);
    world.tags.put("sha256-" + digest(1).hex() + ".att", digest(100));

    look().run();
    assertThat(changes()).hasSize(1);

    found.clear();
    world.notLookedAt.add(Place.ATTESTATIONS);
    look().run();
    assertThat(found).isEmpty();
  }

  @Test
  void asksForNoTagOfWhatIsAttachedToSomethingUnknown() throws Exception {
    world.same("1.0", 1);
    for (String suffix : List.of("", ".sig", ".att", ".sbom")) {
      world.tags.put("sha256-" + digest(9).hex() + suffix, digest(100));
    }
    world.tags.put("sha256-" + digest(1).hex(), digest(101));
    world.tags.put("sha256-" + digest(1).hex() + ".sbom", digest(101));

    look().run();

    assertThat(found).isEmpty();
    assertThat(world.asked).containsExactly("tags team/app", "digest 1.0");
  }

  @Test
  void findsAttachmentsThatCameOrWentWithoutATag() throws Exception {
    evidenceDue = true;
    world.same("1.0", 1).same("2.0", 2);
    world.attached.put(digest(1), "one referrer more");

    look().run();

    assertThat(changes()).containsExactly("ATTACHMENTS_CHANGED " + digest(1));
  }

  @Test
  void findsManifestsThatAreGone() throws Exception {
    evidenceDue = true;
    world.evidence.put(digest(7).text(), new Recorded("content"));

    look().run();

    assertThat(changes()).containsExactly("MANIFEST_GONE " + digest(7));
    assertThat(world.asked).doesNotContain("evidence " + digest(7));
  }

  @Test
  void aListThatLeadsBackToItselfHasAnEnd() throws Exception {
    world.same("1.0", 1);
    world.tags.put("2.0", digest(2));
    world.next = "tags/list?n=1&last=1.0";
    RepositoryLook look = look();

    assertThat(look.run()).isTrue();

    assertThat(look.isRefused()).isTrue();
    assertThat(changes()).containsExactly("TAG_NEW 2.0");
    assertThat(world.asked).hasSizeLessThan(5);
  }

  @Test
  void keepsToThePaceAndLeavesRoomForWhatIsFetched() throws Exception {
    world.same("1.0", 1);
    for (int i = 10; i < 15; i++) {
      world.tags.put("new-" + i, digest(i));
    }
    world.same("z", 2);
    Instant start = now;

    look().run();

    // Of ten a second: the list, the first tag, five that are new, then the last tag.
    assertThat(Duration.between(start, now))
        .isEqualTo(Duration.ofMillis(100 * (2 + 5 * RepositoryLook.FETCH_REQUESTS)));
    assertThat(changes().stream().filter(one -> one.startsWith(Change.TAG_NEW.name()))).hasSize(5);
  }
}
