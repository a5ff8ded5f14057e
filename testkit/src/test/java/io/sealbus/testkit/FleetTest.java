package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final int IMAGES = 1600;
  private final Fleet fleet = Fleet.of(IMAGES, 80, 10);

  private static boolean verifies(TestKey key, byte[] message, byte[] signature) throws Exception {
    var verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
    verifier.initVerify(key.publicKey());
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static int team(Fleet.Image image) {
    return Integer.parseInt(image.repository().substring("team-".length(), "team-".length() + 2));
  }

  @Test
  void everySignatureVerifiesUnderItsTeamsKeyAndNoOther() throws Exception {
    for (int i = 0; i < 80; i++) {
      Fleet.Image image = fleet.image(i);
      TestSignature signature = image.signature();
      byte[] payload = signature.payload().bytes();

      assertThat(verifies(fleet.key(team(image)), payload, signature.signature())).isTrue();
      assertThat(verifies(fleet.key((team(image) + 1) % 10), payload, signature.signature()))
          .isFalse();
      assertThat(signature.payload().text())
          .contains(Fleet.REGISTRY + "/" + image.repository())
          .contains(image.digest());
    }
  }

  @Test
  void promiseOfTheLogAndAttestationVerify() throws Exception {
    var json = new ObjectMapper();
    for (int i = 0; i < 80; i++) {
      Fleet.Image image = fleet.image(i);
      String bundle = image.signature().annotations().get(TestSignature.BUNDLE);
      assertThat(bundle != null).isEqualTo(image.kind() == Fleet.Kind.LOGGED);
      Content attestation = image.attestation();
      assertThat(attestation != null).isEqualTo(image.kind() == Fleet.Kind.ATTESTED);
      if (attestation != null) {
        JsonNode envelope = json.readTree(attestation.bytes());
        byte[] payload = Base64.getDecoder().decode(envelope.get("payload").textValue());
        String head = "DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ";
        byte[] message =
            (head + new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        String signature = envelope.get("signatures").get(0).get("sig").textValue();
        assertThat(verifies(fleet.key(team(image)), message, Base64.getDecoder().decode(signature)))
            .isTrue();
      }
    }
  }

  @Test
  void imagesAreSpreadEvenlyAndNoneIsThereTwice() {
    Set<String> references = new HashSet<>();
    Set<String> digests = new HashSet<>();
    Map<String, Integer> byScope = new HashMap<>();
    for (int i = 0; i < IMAGES; i++) {
      Fleet.Image image = fleet.image(i);
      references.add(image.repository() + ":" + image.tag());
      digests.add(image.digest());
      byScope.merge(Fleet.scope(team(image), image.kind()), 1, Integer::sum);
    }

    assertThat(references).hasSize(IMAGES);
    assertThat(digests).hasSize(IMAGES);
    assertThat(byScope).hasSize(30);
    for (int team = 0; team < 10; team++) {
      assertThat(byScope)
          .containsEntry(Fleet.scope(team, Fleet.Kind.SIGNED), 80)
          .containsEntry(Fleet.scope(team, Fleet.Kind.LOGGED), 40)
          .containsEntry(Fleet.scope(team, Fleet.Kind.ATTESTED), 40);
    }
  }

  @Test
  void sameNumbersGiveTheSameBytes() {
    Fleet again = Fleet.of(IMAGES, 80, 10);
    for (int i = 0; i < 80; i++) {
      assertThat(again.image(i).signature().annotations())
          .isEqualTo(fleet.image(i).signature().annotations());
      assertThat(again.image(i).signature().payload().text())
          .isEqualTo(fleet.image(i).signature().payload().text());
      Content attestation = again.image(i).attestation();
      if (attestation != null) {
        assertThat(attestation.digest())
            .isEqualTo(Objects.requireNonNull(fleet.image(i).attestation()).digest());
      }
    }
  }

  @Test
  void refusesRepositoriesThatAreNotSharedEvenly() {
    assertThatThrownBy(() -> Fleet.of(10, 81, 10)).isInstanceOf(IllegalArgumentException.class);
  }
}
