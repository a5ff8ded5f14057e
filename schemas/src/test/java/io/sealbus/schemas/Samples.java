package io.sealbus.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A value of each record, with every optional field set. */
final class Samples {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_123L);

  private Samples() {}

  static ImageEventRecord imageEvent() {
    return ImageEventRecord.newBuilder()
        .setId("e-1")
        .setSource("distribution/main")
        .setAuthenticity(Authenticity.BEARER)
        .setAction(ImageAction.PUSH)
        .setRegistry("registry.example.com:5000")
        .setRepository("team/app")
        .setTag("1.0")
        .setDigest("sha256:" + "a".repeat(64))
        .setMediaType("application/vnd.oci.image.manifest.v1+json")
        .setArtifactType("application/vnd.dev.sigstore.bundle.v0.3+json")
        .setSubject("sha256:" + "b".repeat(64))
        .setBodyDigest("sha256:" + "c".repeat(64))
        .setOccurredAt(NOW)
        .setReceivedAt(NOW)
        .build();
  }

  static EvidenceRecord evidence() {
    return EvidenceRecord.newBuilder()
        .setRegistry("registry.example.com")
        .setRepository("team/app")
        .setDigest("sha256:" + "a".repeat(64))
        .setAttachments(
            List.of(
                AttachmentRecord.newBuilder()
                    .setKind(AttachmentKind.SIGNATURE_TAG)
                    .setMediaType("application/vnd.dev.cosign.simplesigning.v1+json")
                    .setDigest("sha256:" + "b".repeat(64))
                    .setSize(3)
                    .setBytes(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                    .setAnnotations(Map.of("dev.cosignproject.cosign/signature", "MEUC"))
                    .build()))
        .setCompleteness(Completeness.COMPLETE)
        .setPlaces(
            List.of(
                PlaceRecord.newBuilder()
                    .setKind(AttachmentKind.REFERRER)
                    .setRepository("signatures.example.com/sigs")
                    .setTagPrefix("team-a-")
                    .setAttachments(
                        List.of(
                            AttachmentRecord.newBuilder()
                                .setKind(AttachmentKind.REFERRER)
                                .setMediaType("application/vnd.dev.sigstore.bundle.v0.3+json")
                                .setDigest("sha256:" + "d".repeat(64))
                                .setSize(1)
                                .setBytes(ByteBuffer.wrap(new byte[] {4}))
                                .setReferrer(
                                    new ReferrerRecord("sha256:" + "e".repeat(64), "a/b", 2))
                                .build()))
                    .setCompleteness(Completeness.COMPLETE)
                    .build()))
        .setContentDigest("sha256:" + "c".repeat(64))
        .setFetchedAt(NOW)
        .build();
  }
}
