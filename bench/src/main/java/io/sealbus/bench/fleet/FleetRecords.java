package io.sealbus.bench.fleet;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Fleet;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The images of a fleet as a fetcher would have put them on the bus. */
final class FleetRecords {
  private static final Instant FETCHED = Instant.parse("2026-01-01T00:00:00Z");

  private FleetRecords() {}

  static String reference(Fleet.Image image) {
    return Fleet.REGISTRY + "/" + image.repository() + ":" + image.tag();
  }

  static String manifest(Fleet.Image image) {
    return Fleet.REGISTRY + "/" + image.repository() + "@" + image.digest();
  }

  static ImageRecord image(Fleet.Image image) {
    return ImageRecord.newBuilder()
        .setRegistry(Fleet.REGISTRY)
        .setRepository(image.repository())
        .setTag(image.tag())
        .setDigest(image.digest())
        .setMediaType(Content.OCI_MANIFEST)
        .setEvent("fleet-" + image.tag())
        .setObservedAt(FETCHED)
        .build();
  }

  static EvidenceRecord evidence(Fleet.Image image) {
    Content attestation = image.attestation();
    Map<String, String> annotations = image.signature().annotations();
    return EvidenceRecord.newBuilder()
        .setRegistry(Fleet.REGISTRY)
        .setRepository(image.repository())
        .setDigest(image.digest())
        .setAttachments(
            List.of(
                attachment(AttachmentKind.SIGNATURE_TAG, image.signature().payload(), annotations)))
        .setCompleteness(Completeness.COMPLETE)
        .setPlaces(
            attestation == null
                ? List.of()
                : List.of(
                    PlaceRecord.newBuilder()
                        .setKind(AttachmentKind.ATTESTATION_TAG)
                        .setAttachments(
                            List.of(
                                attachment(
                                    AttachmentKind.ATTESTATION_TAG,
                                    attestation,
                                    Map.of("dev.cosignproject.cosign/signature", ""))))
                        .setCompleteness(Completeness.COMPLETE)
                        .build()))
        .setContentDigest("sha256:" + image.digest().substring("sha256:".length()))
        .setEvent("fleet-" + image.tag())
        .setFetchedAt(FETCHED)
        .build();
  }

  private static AttachmentRecord attachment(
      AttachmentKind kind, Content content, Map<String, String> annotations) {
    return AttachmentRecord.newBuilder()
        .setKind(kind)
        .setMediaType(content.mediaType())
        .setDigest(content.digest())
        .setSize(content.size())
        .setBytes(ByteBuffer.wrap(content.bytes()))
        .setAnnotations(annotations)
        .build();
  }
}
