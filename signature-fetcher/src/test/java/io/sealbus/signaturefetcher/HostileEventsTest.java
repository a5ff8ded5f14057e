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
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * What {@code HostileSenderTest} begins, further on: events in any order, since registries promise
 * none, and events of what is not there.
 */
class HostileEventsTest {
  private static final String REPOSITORY = "registry.example.com/team/app";
  private static final Manifest OLD = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[]}");
  private static final Manifest NEW = FakePulls.manifest(FakePulls.IMAGE, "{\"layers\":[] }");
  private static final RecordCodec<ImageEventRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS);
  private static final String SIGNATURE = "sha256-" + NEW.digest().hex() + ".sig";

  /** What happened at the registry, in the order in which it did. */
  private enum Step {
    PUSHED_OLD(event("1", ImageAction.PUSH).setTag("1.0").setDigest(OLD.digest().text())) {
      @Override
      void happen(FakePulls registry) {
        registry.put(OLD, "1.0");
      }
    },
    PUSHED_NEW(event("2", ImageAction.PUSH).setTag("1.0").setDigest(NEW.digest().text())) {
      @Override
      void happen(FakePulls registry) {
        registry.put(NEW, "1.0");
      }
    },
    SIGNED_NEW(event("3", ImageAction.ATTACH).setTag(SIGNATURE).setSubject(NEW.digest().text())) {
      @Override
      void happen(FakePulls registry) {
        registry.attach(NEW.digest(), Place.SIGNATURES, new Lookup.Found<>(signature()));
      }
    },
    TAGGED(event("4", ImageAction.PUSH).setTag("latest").setDigest(NEW.digest().text())) {
      @Override
      void happen(FakePulls registry) {
        registry.put(NEW, "latest");
      }
    },
    DELETED_OLD(event("5", ImageAction.DELETE).setDigest(OLD.digest().text())) {
      @Override
      void happen(FakePulls registry) {
        registry.manifests.remove(OLD.digest().text());
      }
    },
    /** A sender that did not hear our answer. */
    PUSHED_NEW_AGAIN(PUSHED_NEW.event) {
      @Override
      void happen(FakePulls registry) {
        // It happened before.
      }
    };

    private final ImageEventRecord.Builder event;

    Step(ImageEventRecord.Builder event) {
      this.event = event;
    }

    abstract void happen(FakePulls registry);
  }

  private static ImageEventRecord.Builder event(String id, ImageAction action) {
    return ImageEventRecord.newBuilder()
        .setId(id)
        .setSource("test/main")
        .setAuthenticity(Authenticity.BEARER)
        .setAction(action)
        .setRegistry("registry.example.com")
        .setRepository("team/app")
        .setReceivedAt(Instant.EPOCH);
  }

  private static PulledPlace signature() {
    var attachment =
        new Attachment(
            "application/vnd.dev.cosign.simplesigning.v1+json",
            Digest.sha256("payload"),
            Bytes.utf8("payload"),
            Map.of());
    return new PulledPlace(
        List.of(new PulledAttachment(attachment, 7)), Set.of(Digest.sha256("manifest")), 0);
  }

  /** An instance with nothing on its topics, and what it writes there, the newest of each key. */
  private static final class Instance {
    final FakePulls registry = new FakePulls();
    final Map<String, String> topics = new TreeMap<>();
    private final FetchLedger ledger = new FetchLedger("session");
    private final SignatureFetcherHandler handler;

    Instance() {
      var sources = new SourceEvents(CODEC, repository -> false, () -> {});
      Demand demand = (repository, digest) -> Set.of();
      var stale = new StaleEvidence(ledger, demand, sources);
      handler = TestHandler.of(registry, demand, ledger, stale, () -> Instant.EPOCH);
      handler.replayed(List.of(0));
    }

    List<OutgoingRecord<?>> handle(ImageEventRecord event) throws Exception {
      byte[] key = REPOSITORY.getBytes(StandardCharsets.UTF_8);
      byte[] value = CODEC.encode(event);
      List<OutgoingRecord<?>> records =
          handler.handle(
              new IncomingRecord(
                  TopicCatalogue.IMAGE_EVENTS,
                  0,
                  0,
                  REPOSITORY,
                  value,
                  new ConsumerRecord<>("image-events", 0, 0L, key, value)));
      records.forEach(this::write);
      return records;
    }

    private void write(OutgoingRecord<?> record) {
      String place = record.topic().name() + " " + record.key();
      switch (record.value()) {
        case null -> topics.remove(place);
        case ImageRecord image -> topics.put(place, image.getDigest());
        case EvidenceRecord evidence ->
            topics.put(place, evidence.getCompleteness() + " " + evidence.getContentDigest());
        default -> topics.put(place, "unexpected");
      }
    }
  }

  private static Map<String, String> outcome(List<Step> order, boolean allHappenedBefore)
      throws Exception {
    var instance = new Instance();
    int happened = 0;
    for (Step step : order) {
      // No event comes before what it tells; how much more has happened by then is open.
      int until = allHappenedBefore ? Step.values().length : step.ordinal() + 1;
      for (; happened < until; happened++) {
        Step.values()[happened].happen(instance.registry);
      }
      instance.handle(step.event.build());
    }
    return instance.topics;
  }

  private static List<List<Step>> orders(List<Step> steps) {
    if (steps.isEmpty()) {
      return List.of(List.of());
    }
    var orders = new ArrayList<List<Step>>();
    for (Step first : steps) {
      var rest = new ArrayList<>(steps);
      rest.remove(first);
      for (List<Step> order : orders(rest)) {
        var whole = new ArrayList<Step>(List.of(first));
        whole.addAll(order);
        orders.add(whole);
      }
    }
    return orders;
  }

  @Test
  void b09AnyOrderOfEventsLeavesTheSame() throws Exception {
    List<Step> inOrder = List.of(Step.values());
    Map<String, String> expected = outcome(inOrder, true);

    assertThat(expected)
        .containsEntry("images " + REPOSITORY + ":1.0", NEW.digest().text())
        .containsEntry("images " + REPOSITORY + ":latest", NEW.digest().text())
        .containsKeys(
            "images " + REPOSITORY + "@" + NEW.digest(),
            "evidence " + REPOSITORY + "@" + NEW.digest())
        .hasSize(4);
    assertThat(orders(inOrder))
        .hasSize(720)
        .allSatisfy(order -> {
          assertThat(outcome(order, true)).isEqualTo(expected);
          assertThat(outcome(order, false)).isEqualTo(expected);
        });
  }

  @Test
  void b04ADigestThatTheRegistryDoesNotHaveIsAskedForOnceAndLeavesNothing() throws Exception {
    var instance = new Instance();
    Digest missing = Digest.sha256("missing");

    List<OutgoingRecord<?>> records =
        instance.handle(event("1", ImageAction.PUSH).setDigest(missing.text()).build());

    assertThat(records).allSatisfy(record -> assertThat(record.value()).isNull());
    assertThat(instance.registry.asked).containsExactly(REPOSITORY + "@" + missing);
    assertThat(instance.ledger.waiting()).isZero();
    assertThat(instance.topics).isEmpty();
  }
}
