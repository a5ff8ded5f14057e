package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestSignerTest {
  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.host("registry.example.com").repository("app");
  private final TestImage image = TestImage.of("hello");

  @AfterEach
  void stop() {
    registry.close();
  }

  /** By JCA alone, from the PEM on. */
  private static boolean verifies(
      TestKey.Kind kind, String pem, String algorithm, byte[] message, byte[] signature)
      throws Exception {
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    String family =
        switch (kind) {
          case P256, P384, P521 -> "EC";
          case RSA_2048, RSA_4096 -> "RSA";
          case ED25519 -> "Ed25519";
        };
    PublicKey key =
        KeyFactory.getInstance(family)
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    var verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static boolean verifies(TestKey key, TestSignature signature) throws Exception {
    return verifies(
        key.kind(),
        key.publicKeyPem(),
        key.kind().signatureAlgorithm(),
        signature.payload().bytes(),
        signature.signature());
  }

  @ParameterizedTest
  @EnumSource(TestKey.Kind.class)
  void signsWithEveryKindOfKey(TestKey.Kind kind) throws Exception {
    // Given
    var key = TestKey.of(kind, "seed");

    // When
    var signature = TestSigner.with(key).sign("registry.example.com/app:1.0", image);

    // Then
    assertThat(verifies(key, signature)).isTrue();
    assertThat(verifies(key, signature.corruptPayload())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RSA_4096") // slow to make, and no news
  void makesTheSameSignatureFromTheSameSeed(TestKey.Kind kind) {
    var one = TestSigner.with(TestKey.of(kind, "seed")).sign("registry.example.com/app", image);
    var two = TestSigner.with(TestKey.of(kind, "seed")).sign("registry.example.com/app", image);
    assertThat(one.signature()).isEqualTo(two.signature());
    assertThat(TestKey.of(kind, "other").publicKey())
        .isNotEqualTo(TestKey.of(kind, "seed").publicKey());
  }

  @Test
  void signsByAnotherSchemeWhereAsked() throws Exception {
    var key = TestKey.generate(TestKey.Kind.P384);
    var signature = TestSigner.with(key).algorithm("SHA384withECDSA").sign("r/app", image);
    assertThat(
            verifies(
                key.kind(),
                key.publicKeyPem(),
                "SHA384withECDSA",
                signature.payload().bytes(),
                signature.signature()))
        .isTrue();
    assertThat(verifies(key, signature)).isFalse();
  }

  @Test
  void attachesTheSignatureWhereClientsLookForIt() throws Exception {
    // Given
    image.pushTo(repository, "1.0");
    var signer = TestSigner.with(TestKey.generate(TestKey.Kind.P256));

    // When
    var signature = signer.signAndAttach(repository, "1.0", image);

    // Then
    var http = Http.to(registry.endpointOf("registry.example.com"));
    String tag = "sha256-" + image.digest().substring("sha256:".length()) + ".sig";
    JsonNode layer =
        Json.parse(http.get("/v2/app/manifests/" + tag).body())
            .orElseThrow()
            .path("layers")
            .path(0);
    assertThat(layer.path("mediaType").asText()).isEqualTo(SimpleSigning.MEDIA_TYPE);
    byte[] attached =
        Base64.getDecoder()
            .decode(layer.path("annotations").path(TestSignature.SIGNATURE).asText());
    assertThat(attached).isEqualTo(signature.signature());
    byte[] payload = http.get("/v2/app/blobs/" + layer.path("digest").asText()).body();
    assertThat(new String(payload, StandardCharsets.UTF_8))
        .isEqualTo(
            ("{\"critical\":{\"identity\":{\"docker-reference\":\"registry.example.com/app:1.0\"},"
                    + "\"image\":{\"docker-manifest-digest\":\"%s\"},"
                    + "\"type\":\"cosign container image signature\"},\"optional\":null}")
                .formatted(image.digest()));
  }

  @Test
  void corruptsOnePartAndLeavesTheOthers() throws Exception {
    // Given
    var key = TestKey.generate(TestKey.Kind.P256);
    var good = TestSigner.with(key).sign("registry.example.com/app:1.0", image);

    // When
    var bad = good.corruptSignature();

    // Then
    assertThat(bad.payload()).isEqualTo(good.payload());
    assertThat(verifies(key, bad)).isFalse();
    assertThat(good.withoutAnnotation(TestSignature.SIGNATURE).annotations()).isEmpty();
  }

  @Test
  void logsASignatureWithAPromiseThatVerifies() throws Exception {
    // Given
    var rekor = FakeRekor.create();
    var key = TestKey.generate(TestKey.Kind.P256);

    // When
    var signature =
        TestSigner.with(key)
            .loggedBy(rekor, Instant.ofEpochSecond(1_750_000_000))
            .sign("registry.example.com/app:1.0", image);

    // Then
    JsonNode bundle =
        Json.parse(
                signature.annotations().get(TestSignature.BUNDLE).getBytes(StandardCharsets.UTF_8))
            .orElseThrow();
    JsonNode payload = bundle.path("Payload");
    assertThat(payload.path("integratedTime").asLong()).isEqualTo(1_750_000_000);
    assertThat(payload.path("logID").asText()).isEqualTo(rekor.logId());
    assertThat(
            verifies(
                TestKey.Kind.P256,
                rekor.publicKeyPem(),
                "SHA256withECDSA",
                payload.toString().getBytes(StandardCharsets.UTF_8),
                Base64.getDecoder().decode(bundle.path("SignedEntryTimestamp").asText())))
        .isTrue();
    JsonNode spec =
        Json.parse(Base64.getDecoder().decode(payload.path("body").asText()))
            .orElseThrow()
            .path("spec");
    assertThat(spec.path("data").path("hash").path("value").asText())
        .isEqualTo(signature.payload().digest().substring("sha256:".length()));
    assertThat(spec.path("signature").path("content").asText())
        .isEqualTo(signature.annotations().get(TestSignature.SIGNATURE));
    assertThat(
            new String(
                Base64.getDecoder()
                    .decode(spec.path("signature").path("publicKey").path("content").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo(key.publicKeyPem());
  }

  @Test
  void makesAnImageThatCanBeUnpacked() throws Exception {
    byte[] tar;
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(image.layer().bytes()))) {
      tar = gzip.readAllBytes();
    }
    assertThat(new String(tar, 0, 7, StandardCharsets.US_ASCII)).isEqualTo("content");
    assertThat(new String(tar, 512, 5, StandardCharsets.US_ASCII)).isEqualTo("hello");
    assertThat(Json.parse(image.config().bytes()).orElseThrow().at("/rootfs/diff_ids/0").asText())
        .isEqualTo("sha256:" + Content.hex("SHA-256", tar));
  }

  @Test
  void pushesAnIndexWithItsImages() throws Exception {
    // Given
    var index = TestIndex.of(image, image.forArchitecture("arm64"));

    // When
    index.pushTo(repository, "1.0");

    // Then
    JsonNode manifests =
        Json.parse(repository.manifest("1.0").orElseThrow().bytes())
            .orElseThrow()
            .path("manifests");
    assertThat(manifests).hasSize(2);
    assertThat(manifests.at("/1/platform/architecture").asText()).isEqualTo("arm64");
    assertThat(repository.manifest(manifests.at("/1/digest").asText())).isPresent();
  }
}
