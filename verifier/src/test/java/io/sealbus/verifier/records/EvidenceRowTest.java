package io.sealbus.verifier.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verifier.state.Versioned;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceRowTest {
  private static final RecordCodec<EvidenceRecord> CODEC =
      RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE);
  private static final EvidenceDecoding DECODING = new EvidenceDecoding(CODEC);
  private static final long OFFSET = 0x0102030405060708L;

  /** Two signatures, and an attestation in another place. */
  private static final byte[] VALUE = CODEC.encode(record());

  /** What no attachment has, so that whoever shows one was given it. */
  private static final Bytes FORGED = Bytes.copyOf(new byte[32]);

  private static EvidenceRecord record() {
    return EvidenceRecord.newBuilder()
        .setRegistry("registry.example.com")
        .setRepository("app")
        .setDigest(digest('a'))
        .setAttachments(
            List.of(
                attachment(AttachmentKind.SIGNATURE_TAG, 'b'),
                attachment(AttachmentKind.SIGNATURE_TAG, 'c')))
        .setCompleteness(Completeness.COMPLETE)
        .setPlaces(
            List.of(
                PlaceRecord.newBuilder()
                    .setKind(AttachmentKind.ATTESTATION_TAG)
                    .setCompleteness(Completeness.COMPLETE)
                    .setAttachments(List.of(attachment(AttachmentKind.ATTESTATION_TAG, 'd')))
                    .build()))
        .setContentDigest(digest('e'))
        .setFetchedAt(Instant.EPOCH)
        .build();
  }

  private static AttachmentRecord attachment(AttachmentKind kind, char name) {
    return AttachmentRecord.newBuilder()
        .setKind(kind)
        .setMediaType("a/b")
        .setDigest(digest(name))
        .setSize(1)
        .setBytes(ByteBuffer.wrap(new byte[] {(byte) name}))
        .setAnnotations(Map.of("name", String.valueOf(name)))
        .build();
  }

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  private static List<Attachment> attachments() {
    return StoredEvidence.attachments(record());
  }

  /** The same attachments with fingerprints that are not theirs. */
  private static List<Attachment> forged() {
    return attachments().stream().map(one -> one.fingerprinted(FORGED)).toList();
  }

  private static byte[] row(List<Attachment> attachments) {
    return EvidenceRow.of(OFFSET, VALUE, attachments).toBytes();
  }

  private static KnownEvidence read(byte[] row) throws UndecodableRecordException {
    EvidenceRow stored = EvidenceRow.of(row);
    assertThat(stored.offset()).isEqualTo(OFFSET);
    return StoredEvidence.of(stored, DECODING);
  }

  private static List<Bytes> fingerprints(KnownEvidence known) {
    var all = new ArrayList<Bytes>();
    for (Evidence evidence : known.evidence().places().values()) {
      ((Evidence.Complete) evidence).attachments().forEach(one -> all.add(one.fingerprint()));
    }
    return all;
  }

  private static List<Bytes> computed() {
    return attachments().stream().map(Attachment::fingerprint).toList();
  }

  private static void requireComputed(byte[] row) throws UndecodableRecordException {
    assertThat(fingerprints(read(row))).containsExactlyInAnyOrderElementsOf(computed());
  }

  @Test
  void givesBackTheRecordWithTheFingerprintsOfItsAttachments() throws Exception {
    EvidenceRow row = EvidenceRow.of(row(attachments()));

    assertThat(row.offset()).isEqualTo(OFFSET);
    assertThat(row.value()).isEqualTo(VALUE);
    assertThat(row.fingerprints()).isEqualTo(3);
    assertThat(read(row.toBytes())).isEqualTo(StoredEvidence.of(record()));
    requireComputed(row.toBytes());
  }

  @Test
  void attachmentsComputeNoneThatTheRowHas() throws Exception {
    assertThat(fingerprints(read(row(forged())))).hasSize(3).containsOnly(FORGED);
  }

  @Test
  void fewerFingerprintsAreNotBelieved() throws Exception {
    for (int left = 0; left < 3; left++) {
      var fewer = new ArrayList<>(forged());
      fewer.remove(left);
      requireComputed(row(fewer));
    }
    requireComputed(row(forged().subList(0, 1)));
  }

  @Test
  void moreFingerprintsAreNotBelieved() throws Exception {
    for (int at = 0; at <= 3; at++) {
      var more = new ArrayList<>(forged());
      more.add(at, forged().get(0));
      requireComputed(row(more));
    }
  }

  @Test
  void fingerprintsInAnotherOrderAreNotBelieved() throws Exception {
    for (int turns = 1; turns < 3; turns++) {
      var turned = new ArrayList<>(forged());
      Collections.rotate(turned, turns);
      requireComputed(row(turned));
    }
    var swapped = new ArrayList<>(forged());
    Collections.swap(swapped, 0, 1);
    requireComputed(row(swapped));
  }

  /** One that is not the attachment's spoils the others as well. */
  @Test
  void fingerprintsOfAnotherRecordAreNotBelieved() throws Exception {
    for (int i = 0; i < 3; i++) {
      var others = new ArrayList<>(forged());
      Attachment one = others.get(i);
      others.set(
          i,
          new Attachment(one.mediaType(), one.digest(), one.content(), Map.of("name", "x"))
              .fingerprinted(FORGED));
      requireComputed(row(others));
    }
  }

  @Test
  void fingerprintsOfAnotherSchemeAreNotBelieved() throws Exception {
    byte[] row = row(forged());
    assertThat(row[Long.BYTES]).isEqualTo(Attachment.SCHEME);
    row[Long.BYTES]++;

    assertThat(EvidenceRow.of(row).value()).isEqualTo(VALUE);
    requireComputed(row);
  }

  @Test
  void aRowOfAnEarlierVersionIsReadAsItWasWritten() throws Exception {
    byte[] row = new Versioned(OFFSET, VALUE).toBytes();

    assertThat(EvidenceRow.of(row).value()).isEqualTo(VALUE);
    assertThat(EvidenceRow.of(row).fingerprints()).isZero();
    requireComputed(row);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 1L << 32, Long.MAX_VALUE})
  void noOffsetIsTakenForTheSignOfFingerprints(long offset) {
    EvidenceRow earlier = EvidenceRow.of(new Versioned(offset, VALUE).toBytes());
    EvidenceRow now = EvidenceRow.of(EvidenceRow.of(offset, VALUE, attachments()).toBytes());

    assertThat(earlier.offset()).isEqualTo(offset);
    assertThat(earlier.fingerprints()).isZero();
    assertThat(now.offset()).isEqualTo(offset);
    assertThat(now.fingerprints()).isEqualTo(3);
  }

  /** Whoever writes the topic chooses the value, whatever it looks like. */
  @Test
  void aValueThatLooksLikeARowIsAValue() {
    byte[] looksLikeARow = row(forged());

    for (List<Attachment> attachments : List.of(attachments(), List.<Attachment>of())) {
      EvidenceRow row = EvidenceRow.of(EvidenceRow.of(7, looksLikeARow, attachments).toBytes());
      assertThat(row.value()).isEqualTo(looksLikeARow);
      assertThat(row.fingerprints()).isEqualTo(attachments.size());
      for (int i = 0; i < attachments.size(); i++) {
        assertThat(row.fingerprint(i, attachments.get(i))).isEqualTo(computed().get(i));
      }
    }
  }

  @Test
  void aRowThatWasCutShortIsNoRecord() {
    byte[] row = row(attachments());
    for (int length = Long.BYTES; length < row.length; length++) {
      byte[] cut = Arrays.copyOf(row, length);
      assertThatExceptionOfType(UndecodableRecordException.class)
          .as("%s of %s", length, row.length)
          .isThrownBy(() -> read(cut));
    }
    for (int length = Long.BYTES; length < row.length - VALUE.length; length++) {
      assertThat(EvidenceRow.of(Arrays.copyOf(row, length)).value()).isEmpty();
    }
  }

  @Test
  void whatHasNoRoomGoesWithout() {
    List<Attachment> most = Collections.nCopies(256, attachments().get(0));
    List<Attachment> tooMany = Collections.nCopies(257, attachments().get(0));

    assertThat(EvidenceRow.of(1, VALUE, most).fingerprints()).isEqualTo(256);
    assertThat(EvidenceRow.of(1, VALUE, tooMany).fingerprints()).isZero();
    assertThat(EvidenceRow.of(1, new byte[(768 << 10) + 1], attachments()).toBytes())
        .hasSize(Long.BYTES + (768 << 10) + 1);
  }
}
