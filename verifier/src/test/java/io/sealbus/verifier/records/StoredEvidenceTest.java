package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredEvidenceTest {
  private static final RecordCodec<EvidenceRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE);
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private static EvidenceRecord.Builder record() {
    return EvidenceRecord.newBuilder()
        .setRegistry("registry.example.com")
        .setRepository("app")
        .setDigest(DIGEST)
        .setCompleteness(Completeness.COMPLETE)
        .setContentDigest("sha256:content")
        .setFetchedAt(Instant.EPOCH);
  }

  private static PlaceRecord.Builder place(AttachmentKind kind) {
    return PlaceRecord.newBuilder().setKind(kind).setCompleteness(Completeness.COMPLETE);
  }

  private static AttachmentRecord.Builder attachment(AttachmentKind kind) {
    return AttachmentRecord.newBuilder()
        .setKind(kind)
        .setMediaType("a/b")
        .setDigest(DIGEST)
        .setSize(1)
        .setBytes(ByteBuffer.wrap(new byte[] {7}));
  }

  /** As it is read, once it was on the bus. */
  private static AttachedEvidence read(EvidenceRecord.Builder record) {
    try {
      return StoredEvidence.of(CODEC.decode(CODEC.encode(record.build()))).evidence();
    } catch (UndecodableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static Evidence at(Place place, EvidenceRecord.Builder record) {
    return read(record).at(place);
  }

  private static ReasonCode code(Evidence evidence) {
    return ((Evidence.Unavailable) evidence).reason().code();
  }

  @Test
  void readsEachPlaceAsItself() {
    var elsewhere = new Place(Discovery.SIGNATURE_TAG, "other.example.com/sigs", "team-");
    EvidenceRecord.Builder record =
        record()
            .setAttachments(List.of(attachment(AttachmentKind.SIGNATURE_TAG).build()))
            .setPlaces(
                List.of(
                    place(AttachmentKind.REFERRER)
                        .setAttachments(
                            List.of(
                                attachment(AttachmentKind.REFERRER)
                                    .setReferrer(new ReferrerRecord(DIGEST, "type", 3))
                                    .build()))
                        .build(),
                    place(AttachmentKind.ATTESTATION_TAG).build(),
                    place(AttachmentKind.IMAGE_CONFIG).build(),
                    place(AttachmentKind.SIGNATURE_TAG)
                        .setRepository("other.example.com/sigs")
                        .setTagPrefix("team-")
                        .build()));

    assertThat(at(Place.REFERRERS, record))
        .isEqualTo(
            new Evidence.Complete(
                List.of(
                    new Attachment(
                        "a/b",
                        new Digest(DIGEST),
                        Bytes.copyOf(new byte[] {7}),
                        Map.of(),
                        new Attachment.Referrer(new Digest(DIGEST), "type", 3)))));
    assertThat(((Evidence.Complete) at(Place.SIGNATURES, record)).attachments()).hasSize(1);
    assertThat(at(Place.ATTESTATIONS, record)).isEqualTo(new Evidence.Complete(List.of()));
    assertThat(at(Place.CONFIG, record)).isEqualTo(new Evidence.Complete(List.of()));
    assertThat(at(elsewhere, record)).isEqualTo(new Evidence.Complete(List.of()));
  }

  @Test
  void aRecordOfTheNodesPlaceAloneSaysNothingOfTheOthers() {
    assertThat(at(Place.SIGNATURES, record())).isEqualTo(new Evidence.Complete(List.of()));
    assertThat(code(at(Place.ATTESTATIONS, record()))).isEqualTo(ReasonCode.EVIDENCE_PENDING);
    assertThat(code(at(Place.REFERRERS, record()))).isEqualTo(ReasonCode.EVIDENCE_PENDING);
    assertThat(code(StoredEvidence.none().evidence().at(Place.SIGNATURES)))
        .isEqualTo(ReasonCode.EVIDENCE_PENDING);
  }

  @Test
  void aPlaceThatFailedIsUnknownWhateverElseIsThere() {
    PlaceRecord failed =
        place(AttachmentKind.REFERRER)
            .setCompleteness(Completeness.FAILED)
            .setAttachments(List.of(attachment(AttachmentKind.REFERRER).build()))
            .setFailure(new FetchFailure("TOO_MANY_REFERRERS", "m", 1, Instant.EPOCH))
            .build();

    assertThat(code(at(Place.REFERRERS, record().setPlaces(List.of(failed)))))
        .isEqualTo(ReasonCode.TOO_MANY_REFERRERS);
    assertThat(at(Place.SIGNATURES, record().setPlaces(List.of(failed))))
        .isEqualTo(new Evidence.Complete(List.of()));
  }

  @Test
  void aKindThatIsNotKnownIsNoPlaceAndSpoilsNone() {
    EvidenceRecord.Builder record =
        record().setPlaces(List.of(place(AttachmentKind.UNKNOWN).build()));

    assertThat(read(record).places()).containsOnlyKeys(Place.SIGNATURES);
  }

  @ParameterizedTest
  @EnumSource(value = AttachmentKind.class, mode = EnumSource.Mode.EXCLUDE, names = "REFERRER")
  void anAttachmentOfAnotherKindLeavesItsPlaceUnknown(AttachmentKind kind) {
    PlaceRecord place =
        place(AttachmentKind.REFERRER).setAttachments(List.of(attachment(kind).build())).build();

    assertThat(code(at(Place.REFERRERS, record().setPlaces(List.of(place)))))
        .isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void aPlaceThatStandsThereTwiceIsUnknown() {
    PlaceRecord one = place(AttachmentKind.ATTESTATION_TAG).build();
    PlaceRecord nodes = place(AttachmentKind.SIGNATURE_TAG).build();

    assertThat(code(at(Place.ATTESTATIONS, record().setPlaces(List.of(one, one)))))
        .isEqualTo(ReasonCode.ATTACHMENT_INVALID);
    assertThat(code(at(Place.SIGNATURES, record().setPlaces(List.of(nodes)))))
        .isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }

  @Test
  void aDigestThatIsNoneLeavesItsPlaceUnknown() {
    PlaceRecord place =
        place(AttachmentKind.REFERRER)
            .setAttachments(
                List.of(
                    attachment(AttachmentKind.REFERRER)
                        .setReferrer(new ReferrerRecord("sha256:x", "", 1))
                        .build()))
            .build();

    assertThat(code(at(Place.REFERRERS, record().setPlaces(List.of(place)))))
        .isEqualTo(ReasonCode.ATTACHMENT_INVALID);
  }
}
