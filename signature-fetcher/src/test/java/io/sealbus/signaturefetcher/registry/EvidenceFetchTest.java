package io.sealbus.signaturefetcher.registry;

import static io.sealbus.signaturefetcher.registry.FakeRegistry.answer;
import static io.sealbus.signaturefetcher.registry.RegistryClientTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceFetchTest {
  private static final Digest SUBJECT = new Digest("sha256:" + "5".repeat(64));
  private static final String TAG = "sha256-" + "5".repeat(64) + ".sig";
  private static final Digest PAYLOAD = ContentHash.sha256(Bytes.utf8("payload"));
  private static final Digest BLOB = ContentHash.sha256(Bytes.utf8("something else"));

  private final FakeRegistry registry = new FakeRegistry();
  private final ClientRig rig = new ClientRig().plain(registry);
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void stop() {
    rig.close();
    registry.close();
  }

  private Lookup<List<PulledAttachment>> fetch() {
    var fetch = new EvidenceFetch(rig.client(), new ContentCache(0), nanos::get);
    return switch (fetch.fetch(registry.repository(), SUBJECT, Place.SIGNATURES)) {
      case Found<PulledPlace> found -> new Found<>(found.value().attachments());
      case Failed<PulledPlace> failed -> failed.cast();
      case NotFound<PulledPlace> none -> new NotFound<>();
    };
  }

  private static final String NAME = "dev.sigstore.cosign/bundle";

  private static String layer(String type, Digest digest, String annotation) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"annotations\":{\"%s\":\"%s\"}}"
        .formatted(type, digest, NAME, annotation);
  }

  private static String manifest(String... layers) {
    return "{\"layers\":[" + String.join(",", layers) + "]}";
  }

  @Test
  void keepsTheBytesOfSignaturesAndChecksAllTheRest() {
    registry
        .manifest(
            TAG,
            manifest(
                layer("application/octet-stream", BLOB, "x"),
                layer(EvidenceFetch.SIMPLE_SIGNING, PAYLOAD, "y"),
                layer(EvidenceFetch.SIMPLE_SIGNING, PAYLOAD, "z")))
        .blob(PAYLOAD.text(), "payload")
        .blob(BLOB.text(), "something else");

    assertThat(fetch())
        .isEqualTo(
            new Found<>(
                List.of(
                    new PulledAttachment(
                        new Attachment("application/octet-stream", BLOB, null, Map.of(NAME, "x")),
                        14),
                    new PulledAttachment(
                        new Attachment(
                            EvidenceFetch.SIMPLE_SIGNING,
                            PAYLOAD,
                            Bytes.utf8("payload"),
                            Map.of(NAME, "y")),
                        7),
                    new PulledAttachment(
                        new Attachment(
                            EvidenceFetch.SIMPLE_SIGNING,
                            PAYLOAD,
                            Bytes.utf8("payload"),
                            Map.of(NAME, "z")),
                        7))));
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void keepsASignatureWhoseBytesCameFirstUnderAnotherType() {
    registry
        .manifest(
            TAG,
            manifest(
                layer("text/plain", PAYLOAD, "x"),
                layer(EvidenceFetch.SIMPLE_SIGNING, PAYLOAD, "y")))
        .blob(PAYLOAD.text(), "payload");

    assertThat(((Found<List<PulledAttachment>>) fetch()).value().getLast().attachment().content())
        .isEqualTo(Bytes.utf8("payload"));
  }

  @Test
  void findsNothingWhereTheRegistrySaysThatThereIsNothing() {
    assertThat(fetch()).isEqualTo(new Found<>(List.of()));
  }

  @Test
  void failsWhereTheRegistryIsInTrouble() {
    registry.on("/v2/team/app/manifests/" + TAG, answer(500, "text/plain", "not found"));

    assertThat(code(fetch())).isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void oneLayerThatIsMissingSpoilsTheRest() {
    registry
        .manifest(
            TAG,
            manifest(
                layer(EvidenceFetch.SIMPLE_SIGNING, PAYLOAD, "y"), layer("text/plain", BLOB, "x")))
        .blob(PAYLOAD.text(), "payload");

    assertThat(code(fetch())).isEqualTo(ReasonCode.REGISTRY_ERROR);
  }

  @Test
  void oneLayerWithOtherBytesSpoilsTheRest() {
    registry.manifest(TAG, manifest(layer("text/plain", BLOB, "x"))).blob(BLOB.text(), "payload");

    assertThat(code(fetch())).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void refusesAPayloadOverTheBoundOfOne() {
    String payload = "x".repeat(200_001);
    Digest digest = ContentHash.sha256(Bytes.utf8(payload));
    registry
        .manifest(TAG, manifest(layer(EvidenceFetch.SIMPLE_SIGNING, digest, "x")))
        .blob(digest.text(), payload);

    assertThat(code(fetch())).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void refusesMoreLayersThanItReads() {
    registry.manifest(
        TAG,
        IntStream.range(0, 257)
            .mapToObj(i -> "{\"digest\":\"" + PAYLOAD + "\"}")
            .collect(Collectors.joining(",", "{\"layers\":[", "]}")));

    assertThat(code(fetch())).isEqualTo(ReasonCode.EVIDENCE_TOO_LARGE);
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void refusesMoreBytesThanARecordHolds() {
    var layers = new String[4];
    for (int i = 0; i < 4; i++) {
      String payload = String.valueOf(i).repeat(190_000);
      Digest digest = ContentHash.sha256(Bytes.utf8(payload));
      registry.blob(digest.text(), payload);
      layers[i] = layer(EvidenceFetch.SIMPLE_SIGNING, digest, "x");
    }
    registry.manifest(TAG, manifest(layers));

    assertThat(code(fetch())).isEqualTo(ReasonCode.EVIDENCE_TOO_LARGE);
  }

  @Test
  void anAnnotationThatNoCheckLooksAtCrowdsNoSignatureOut() {
    takeLongManifests();
    String unrelated = layer("text/plain", PAYLOAD, "x").replace(NAME, "org.example/notes");
    registry
        .manifest(TAG, manifest(unrelated.replace("\"x\"", "\"" + "x".repeat(800_000) + "\"")))
        .blob(PAYLOAD.text(), "payload");

    assertThat(fetch())
        .isInstanceOfSatisfying(
            Lookup.Found.class,
            found -> assertThat(found.value().toString()).doesNotContain("notes"));
  }

  private void takeLongManifests() {
    rig.limits =
        new RegistryLimits(
            1_000_000,
            1000,
            1000,
            ClientRig.PATIENT.connect(),
            ClientRig.PATIENT.firstByte(),
            ClientRig.PATIENT.body(),
            2,
            ClientRig.PATIENT.queue());
  }

  @Test
  void countsAnnotationsAsBytesToo() {
    takeLongManifests();
    registry
        .manifest(TAG, manifest(layer("text/plain", PAYLOAD, "ü".repeat(400_000))))
        .blob(PAYLOAD.text(), "payload");

    assertThat(code(fetch())).isEqualTo(ReasonCode.EVIDENCE_TOO_LARGE);
  }

  @Test
  void beginsNoDownloadAfterItsTime() {
    registry
        .manifest(TAG, manifest(layer("text/plain", PAYLOAD, "x"), layer("text/plain", BLOB, "x")))
        .blob(BLOB.text(), "something else")
        .on(
            "/v2/team/app/blobs/" + PAYLOAD,
            exchange -> {
              nanos.addAndGet(61_000_000_000L);
              answer(200, "text/plain", "payload").respond(exchange);
            });

    assertThat(code(fetch())).isEqualTo(ReasonCode.REGISTRY_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "x",
        "",
        "{\"layers\":[],\"Manifests\":[]}",
        "{\"layers\":[],\"history\":{}}",
        "{\"layers\":[{\"digest\":\"sha256:00\"}]}"
      })
  void refusesAManifestThatIsNone(String manifest) {
    registry.manifest(TAG, manifest);

    assertThat(code(fetch())).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void refusesAnotherContentTypeAndAnOverlongManifest() {
    registry.on("/v2/team/app/manifests/" + TAG, answer(200, "text/plain", manifest()));
    assertThat(code(fetch())).isEqualTo(ReasonCode.ATTACHMENT_INVALID);

    registry.manifest(TAG, " ".repeat(100_001));
    assertThat(code(fetch())).isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }
}
