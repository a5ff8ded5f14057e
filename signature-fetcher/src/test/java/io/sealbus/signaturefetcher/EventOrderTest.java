package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.reconcile.Finding;
import io.sealbus.signaturefetcher.reconcile.RegistryQuestions;
import io.sealbus.signaturefetcher.reconcile.SingleLook;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the order in which events come, and whatever was never told: after comparing, the same
 * stands on the topics. An event can come late, but not before what it tells of.
 */
class EventOrderTest {
  private static final RepositoryName APP = new RepositoryName("registry.example.com", "team/app");
  private static final Manifest ONE = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[]}");
  private static final Manifest TWO = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[] }");
  private static final Manifest SIGNATURE =
      FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[]  }");
  private static final Manifest INDEX =
      FakePulls.manifest(
          FakePulls.INDEX,
          "{\"manifests\":[{\"digest\":\"%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}}]}"
              .formatted(TWO.digest()));
  private static final String SIGNATURES = "sha256-" + ONE.digest().hex() + ".sig";

  /** What happens at the registry, and what its events say; an event may say nothing new. */
  private enum Story {
    PUSHED_SIGNED_DELETED_AND_PUSHED_AGAIN(
        push("1.0", ONE),
        sign(),
        push("1.0", ONE),
        push(null, TWO),
        delete("1.0", null),
        push("1.0", TWO)),
    SIGNED_BEFORE_IT_IS_THERE(
        sign(),
        push(null, ONE),
        push("1.0", ONE),
        push("2.0", ONE),
        delete(null, SIGNATURE),
        push("2.0", TWO)),
    DELETED_WITH_EVERYTHING(
        push(null, TWO),
        push("1.0", INDEX),
        push("2.0", ONE),
        sign(),
        delete(null, INDEX),
        delete(null, ONE));

    private final List<Step> steps;

    Story(Step... steps) {
      this.steps = List.of(steps);
    }
  }

  private record Step(
      ImageAction action, @Nullable String tag, @Nullable Digest digest, World change) {}

  /** A change at the registry. */
  private interface World {
    void happen(FakePulls pulls);
  }

  private static Step push(@Nullable String tag, Manifest manifest) {
    return new Step(
        ImageAction.PUSH,
        tag,
        manifest.digest(),
        pulls -> pulls.put(manifest, tag == null ? new String[0] : new String[] {tag}));
  }

  private static Step sign() {
    var attachment =
        new Attachment(
            "application/vnd.dev.cosign.simplesigning.v1+json",
            new Digest("sha256:" + "b".repeat(64)),
            Bytes.utf8("payload"),
            Map.of(),
            null);
    var place =
        new PulledPlace(
            List.of(new PulledAttachment(attachment, 7)), Set.of(SIGNATURE.digest()), 0);
    return new Step(
        ImageAction.PUSH,
        SIGNATURES,
        SIGNATURE.digest(),
        pulls -> {
          pulls.put(SIGNATURE, SIGNATURES);
          pulls.attach(ONE.digest(), Place.SIGNATURES, new Lookup.Found<>(place));
        });
  }

  private static Step delete(@Nullable String tag, @Nullable Manifest manifest) {
    return new Step(
        ImageAction.DELETE,
        tag,
        manifest == null ? null : manifest.digest(),
        pulls -> {
          pulls.manifests.remove(tag);
          if (manifest != null) {
            var gone = new Lookup.Found<>(manifest);
            pulls.manifests.values().removeIf(gone::equals);
          }
          if (SIGNATURE.equals(manifest)) {
            pulls.attachments.clear();
          }
        });
  }

  /** The fetcher of one partition, and the topics that it writes. */
  private static final class Rig implements RegistryQuestions {
    private static final int PARTITION = 0;

    private final FakePulls pulls = new FakePulls();
    private final FetchLedger ledger = new FetchLedger("session");
    private final RecordCodec<ImageEventRecord> codec =
        RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS);
    private final Map<String, String> topics = new TreeMap<>();
    private final LedgerImages known =
        new LedgerImages(ledger, Demand.NONE, TestHandler.ALLOWED, key -> PARTITION);
    private final SignatureFetcherHandler handler;
    private int happened;

    Rig() {
      var stale =
          new StaleEvidence(
              ledger, Demand.NONE, new SourceEvents(codec, repository -> false, () -> {}));
      handler = TestHandler.of(pulls, Demand.NONE, ledger, stale, () -> Instant.EPOCH);
      handler.replayed(List.of(PARTITION));
    }

    void deliver(List<Step> steps, int number) throws Exception {
      while (happened <= number) {
        steps.get(happened++).change.happen(pulls);
      }
      Step step = steps.get(number);
      handle(step.action, step.tag, step.digest, "test");
    }

    void compare() throws Exception {
      for (int round = 0; round < 5; round++) {
        List<Finding> found = SingleLook.at(APP, known, this);
        if (found.isEmpty()) {
          return;
        }
        for (Finding finding : found) {
          handle(
              finding.change().isGone() ? ImageAction.DELETE : ImageAction.PUSH,
              finding.tag(),
              finding.digest(),
              "reconcile");
        }
      }
      throw new AssertionError(
          "comparing does not come to rest: " + SingleLook.at(APP, known, this));
    }

    private void handle(
        ImageAction action, @Nullable String tag, @Nullable Digest digest, String source)
        throws Exception {
      ImageEventRecord event =
          ImageEventRecord.newBuilder()
              .setId("event")
              .setSource(source)
              .setAuthenticity(Authenticity.BEARER)
              .setAction(action)
              .setRegistry(APP.registry())
              .setRepository(APP.path())
              .setTag(tag)
              .setDigest(digest == null ? null : digest.text())
              .setReceivedAt(Instant.EPOCH)
              .build();
      byte[] value = codec.encode(event);
      String key = APP.toString();
      var record =
          new ConsumerRecord<>(
              "image-events", PARTITION, 0L, key.getBytes(StandardCharsets.UTF_8), value);
      handler
          .handle(new IncomingRecord(TopicCatalogue.IMAGE_EVENTS, PARTITION, 0, key, value, record))
          .forEach(this::write);
    }

    private void write(OutgoingRecord<?> record) {
      String key = record.topic().name() + " " + record.key();
      switch (record.value()) {
        case null -> topics.remove(key);
        case ImageRecord image -> topics.put(key, image.getDigest() + " " + image.getPlatforms());
        case EvidenceRecord evidence -> topics.put(key, evidence.getContentDigest());
        default -> throw new AssertionError(record);
      }
      var echo =
          new ConsumerRecord<byte[], byte[]>(record.topic().name(), PARTITION, 0L, null, null);
      record
          .headers()
          .forEach((name, text) -> echo.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
      byte[] value = record.value() == null ? null : new byte[0];
      ledger.came(new IncomingRecord(record.topic(), PARTITION, 0, record.key(), value, echo));
    }

    @Override
    public Lookup<NamePage> tags(RepositoryName repository, @Nullable String page) {
      return new Lookup.Found<>(
          new NamePage(
              pulls.manifests.keySet().stream().filter(name -> !name.contains(":")).toList(),
              null));
    }

    @Override
    public Lookup<NamePage> repositories(String registry, @Nullable String page) {
      return new Lookup.Found<>(new NamePage(List.of(), null));
    }

    @Override
    public Lookup<Digest> digest(RepositoryName repository, String tagOrDigest) {
      return pulls.manifests.get(tagOrDigest) instanceof Lookup.Found<Manifest>(Manifest found)
          ? new Lookup.Found<>(found.digest())
          : new Lookup.NotFound<>();
    }

    @Override
    public int evidenceRequests(RepositoryName repository, Digest manifest) {
      return 1;
    }

    @Override
    public Lookup<String> evidenceNow(RepositoryName repository, Digest manifest)
        throws InterruptedException {
      return PulledQuestions.evidenceNow(pulls, Demand.NONE, ledger, repository, manifest);
    }
  }

  private static List<List<Integer>> orders(int n) {
    var orders = new ArrayList<List<Integer>>();
    var unfinished = new ArrayDeque<List<Integer>>(List.of(List.of()));
    while (!unfinished.isEmpty()) {
      List<Integer> order = unfinished.pop();
      if (order.size() == n) {
        orders.add(order);
      }
      for (int next = 0; next < n; next++) {
        if (!order.contains(next)) {
          extend(unfinished, order, next);
        }
      }
    }
    return orders;
  }

  private static void extend(Deque<List<Integer>> unfinished, List<Integer> order, int next) {
    var longer = new ArrayList<>(order);
    longer.add(next);
    unfinished.push(longer);
  }

  @ParameterizedTest
  @EnumSource
  void b09EveryOrderOfEventsEndsInTheSameState(Story story) throws Exception {
    Map<String, String> expected = inOrder(story);

    for (List<Integer> order : orders(story.steps.size())) {
      var rig = new Rig();
      for (int number : order) {
        rig.deliver(story.steps, number);
      }
      rig.compare();
      assertThat(rig.topics).as("%s in the order %s", story, order).isEqualTo(expected);
    }
  }

  private static Map<String, String> inOrder(Story story) throws Exception {
    var rig = new Rig();
    for (int number = 0; number < story.steps.size(); number++) {
      rig.deliver(story.steps, number);
    }
    rig.compare();
    assertThat(
            rig.topics.keySet().stream()
                .filter(key -> key.contains(":1.0") || key.contains(":2.0")))
        .as("what a tag names is what the registry has")
        .hasSameSizeAs(
            rig.pulls.manifests.keySet().stream()
                .filter(name -> !name.contains(":") && !AttachmentTags.isAttached(name))
                .toList());
    return rig.topics;
  }

  /** Which event of six is lost, that of each, for whatever tag names in the end. */
  @ParameterizedTest
  @EnumSource
  void b08WhateverEventIsLostTagsAndWhatIsAttachedToThemAreFound(Story story) throws Exception {
    Map<String, String> expected = tagged(inOrder(story));

    for (int lost = 0; lost < story.steps.size(); lost++) {
      var rig = new Rig();
      for (int number = 0; number < story.steps.size(); number++) {
        if (number == lost) {
          rig.happened = Math.max(rig.happened, number);
          story.steps.get(rig.happened++).change.happen(rig.pulls);
        } else {
          rig.deliver(story.steps, number);
        }
      }
      rig.compare();
      assertThat(tagged(rig.topics)).as("%s without %d", story, lost).isEqualTo(expected);
    }
  }

  /** Tags, and the evidence of what they name; nobody can list digests without one. */
  private static Map<String, String> tagged(Map<String, String> topics) {
    var tagged = new TreeMap<String, String>();
    topics.forEach((key, value) -> {
      if (key.startsWith("images " + APP + ":")) {
        String manifest = APP + "@" + value.substring(0, value.indexOf(' '));
        tagged.put(key, value + " " + topics.get("evidence " + manifest));
      }
    });
    return tagged;
  }
}
