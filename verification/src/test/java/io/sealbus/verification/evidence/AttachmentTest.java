package io.sealbus.verification.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.reference.Digest;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttachmentTest {
  private static final String TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final Digest DIGEST = Digest.sha256("layer");
  private static final Bytes CONTENT = Bytes.utf8("content");
  private static final Map<String, String> ANNOTATIONS = Map.of("a", "1", "b", "22");
  private static final Referrer REFERRER = new Referrer(Digest.sha256("manifest"), "type", 3);
  private static final Attachment WHOLE =
      new Attachment(TYPE, DIGEST, CONTENT, ANNOTATIONS, REFERRER);

  private static Attachment with(Map<String, String> annotations) {
    return new Attachment(TYPE, DIGEST, CONTENT, annotations, REFERRER);
  }

  private static Attachment with(Bytes content) {
    return new Attachment(TYPE, DIGEST, content, ANNOTATIONS, REFERRER);
  }

  private static Attachment with(Referrer referrer) {
    return new Attachment(TYPE, DIGEST, CONTENT, ANNOTATIONS, referrer);
  }

  /** In each of which one thing is another than in the first. */
  private static List<Attachment> others() {
    var all = new ArrayList<Attachment>();
    all.add(WHOLE);
    all.add(new Attachment(TYPE + "x", DIGEST, CONTENT, ANNOTATIONS, REFERRER));
    all.add(new Attachment(TYPE, Digest.sha256("x"), CONTENT, ANNOTATIONS, REFERRER));
    all.add(with((Bytes) null));
    all.add(with(Bytes.utf8("")));
    all.add(with(Bytes.utf8("contenu")));
    all.add(with(Bytes.utf8("content\0")));
    all.add(with(Bytes.utf8("x".repeat(5_000))));
    all.add(with(Bytes.utf8("x".repeat(4_999) + "y")));
    all.add(with(Map.of()));
    all.add(with(Map.of("a", "1")));
    all.add(with(Map.of("a", "1", "b", "23")));
    all.add(with(Map.of("a", "1", "c", "22")));
    all.add(with(Map.of("a", "22", "b", "1")));
    all.add(with(Map.of("a", "12", "b", "2")));
    all.add(with(Map.of("a", "", "b", "22")));
    all.add(with(Map.of("a", "1", "b", "22", "c", "")));
    all.add(with(Map.of("a", "1", "b", "\u0132\u0132")));
    all.add(with((Referrer) null));
    all.add(with(new Referrer(Digest.sha256("other"), "type", 3)));
    all.add(with(new Referrer(REFERRER.manifest(), "", 3)));
    all.add(with(new Referrer(REFERRER.manifest(), "typ", 3)));
    all.add(with(new Referrer(REFERRER.manifest(), "type", 4)));
    return all;
  }

  @Test
  void everyPartIsInTheFingerprintAndInTheChecksum() {
    List<Attachment> others = others();

    assertThat(others.stream().map(Attachment::fingerprint)).doesNotHaveDuplicates();
    assertThat(others.stream().map(Attachment::checksum)).doesNotHaveDuplicates();
    assertThat(others).doesNotHaveDuplicates();
  }

  @Test
  void aChangeAnywhereChangesBoth() {
    var long1 = with(Map.of("a", "x".repeat(3_000), "b", "22"));
    for (List<Attachment> changed : ChangedEvidence.of(List.of(WHOLE, long1))) {
      for (int i = 0; i < 2; i++) {
        Attachment before = List.of(WHOLE, long1).get(i);
        Attachment after = changed.get(i);
        assertThat(after.fingerprint().equals(before.fingerprint()))
            .isEqualTo(after.equals(before));
        assertThat(after.checksum() == before.checksum()).isEqualTo(after.equals(before));
      }
    }
  }

  @Test
  void isTheSameInWhateverOrderAnnotationsCome() {
    // Given
    var names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "\u00e9", "\ud83d\ude00"));
    Bytes expected = null;
    for (int i = 0; i < 20; i++) {
      // When
      Collections.rotate(names, 1);
      var annotations = new LinkedHashMap<String, String>();
      names.forEach(name -> annotations.put(name, name + "!"));
      Bytes fingerprint = with(annotations).fingerprint();

      // Then
      assertThat(fingerprint).isEqualTo(expected == null ? fingerprint : expected);
      expected = fingerprint;
    }
  }

  /** They are kept: whoever changes what they are of has to change the name of the scheme. */
  @Test
  void areWhatTheyWereInOlderVersions() {
    Attachment plain = new Attachment(TYPE, DIGEST, null, Map.of());

    assertThat(hex(WHOLE))
        .isEqualTo("eb5f88d6bd3b3d27d99b5268f5ea1f22251a45fc24fcb3c38b8c780e402d81dd");
    assertThat(hex(plain))
        .isEqualTo("351d3c53693023e470488c07fecf47aaadb783b0c37f736489fc87f08d03f0e4");
    assertThat(WHOLE.checksum()).isEqualTo(68_310_774);
    assertThat(plain.checksum()).isEqualTo(-1_885_097_434);
  }

  private static String hex(Attachment attachment) {
    return HexFormat.of().formatHex(attachment.fingerprint().toArray());
  }

  /** What comes to be a part of it has to become a part of both. */
  @Test
  void consistsOfNothingElse() {
    assertThat(
            Arrays.stream(Attachment.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .map(Field::getName))
        .containsExactlyInAnyOrder(
            "mediaType", "digest", "content", "annotations", "referrer", "fingerprint");
    assertThat(Arrays.stream(Referrer.class.getRecordComponents()).map(RecordComponent::getName))
        .containsExactly("manifest", "artifactType", "layers");
  }

  @Test
  void believesTheFingerprintThatItIsGivenAndIsNoOtherForIt() {
    // Given
    Bytes any = Bytes.copyOf(new byte[32]);

    // When
    Attachment given = WHOLE.fingerprinted(any);

    // Then
    assertThat(given.fingerprint()).isEqualTo(any);
    assertThat(given).isEqualTo(WHOLE).hasSameHashCodeAs(WHOLE);
    assertThat(WHOLE.fingerprint()).isNotEqualTo(any);
  }
}
