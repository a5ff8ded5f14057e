package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.Decision.ALLOWED;
import static io.sealbus.verification.Decision.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestStatement;
import io.sealbus.verification.Decision;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.facts.Facts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Envelopes of attestations in the older format that two readers may read as two things. */
class AttachedEnvelopeTest {
  private static final TestKey KEY = TestKey.of(TestKey.Kind.P256, "envelopes");

  /** In base64 it has a character that both alphabets write differently. */
  private static final TestStatement STATEMENT =
      TestStatement.of(
          "https://example.com/a",
          JsonNodeFactory.instance.textNode("???>>>~~~???>>>~~~"),
          Scene.IMAGE);

  private static final String PAYLOAD = base64(STATEMENT.payload());
  private static final String ENVELOPE = envelope("\"payload\":\"" + PAYLOAD + "\"");

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String envelope(String payload) {
    return "{\"payloadType\":\""
        + TestStatement.PAYLOAD_TYPE
        + "\","
        + payload
        + ",\"signatures\":[{\"sig\":\""
        + base64(KEY.sign(STATEMENT.encoding()))
        + "\"}]}";
  }

  private static TestSignature attached(String envelope) {
    return TestSignature.of(
        Content.of("application/vnd.dsse.envelope.v1+json", envelope), new byte[0]);
  }

  private static Scene scene(TestSignature attestation) {
    return new Scene()
        .authorities(
            "{key: {data: \""
                + KEY.publicKeyPem().replace("\n", "\\n")
                + "\"}, attestations: [{name: a, predicateType: 'https://example.com/a'}]}")
        .at(Place.ATTESTATIONS, attestation);
  }

  private static Decision decision(String envelope, Profile profile) {
    return scene(attached(envelope)).evaluate(profile).decision();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void hasOneNameForItsPayload(Profile profile) {
    String other = "\"PAYLOAD\":\"" + PAYLOAD + "\"";
    String foreign = "\"payload\":\"" + base64("{}".getBytes(StandardCharsets.UTF_8)) + "\"";

    assertThat(decision(ENVELOPE, profile)).isEqualTo(ALLOWED);
    assertThat(decision(envelope(other), profile)).isEqualTo(DENIED);
    // Signed is the one that comes last; the controller goes by the other.
    assertThat(decision(envelope(foreign + "," + other), profile)).isEqualTo(DENIED);
  }

  @Test
  void mayUseBase64ForUrlsWhichTheControllerDoesNotRead() {
    String forUrls = PAYLOAD.replace('+', '-').replace('/', '_');
    assertThat(forUrls).isNotEqualTo(PAYLOAD);
    String envelope = envelope("\"payload\":\"" + forUrls + "\"");

    assertThat(decision(envelope, Profile.AS_WRITTEN)).isEqualTo(ALLOWED);
    assertThat(decision(envelope, Profile.REFERENCE)).isEqualTo(DENIED);
  }

  @Test
  void isNotTakenForAnotherReadersByMemory() {
    String forUrls = PAYLOAD.replace('+', '-').replace('/', '_');
    Scene scene = scene(attached(envelope("\"payload\":\"" + forUrls + "\"")));
    var provider = SignatureProvider.fastest().remembering(Facts.ofAtMost(100));
    for (int again = 0; again < 2; again++) {
      for (Profile profile : Profile.values()) {
        Decision decision =
            scene
                .compile(profile, provider)
                .evaluate(Scene.NAME, scene.evidence(), null, Scene.NOW)
                .decision();
        assertThat(decision).isEqualTo(profile == Profile.AS_WRITTEN ? ALLOWED : DENIED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void holdsWhateverItsLayerSaysOfASignature(Profile profile) {
    TestSignature odd = attached(ENVELOPE).annotation(TestSignature.SIGNATURE, " ");
    assertThat(scene(odd).evaluate(profile).decision()).isEqualTo(ALLOWED);
  }
}
