package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wycheproof's vectors on the providers and encodings that are used here. {@code
 * interop/wycheproof} says where they come from; {@link SignatureTest} has the edges that the build
 * always checks.
 *
 * <p>What Wycheproof calls acceptable is refused, as Go refuses it: PKCS #1 v1.5 without the NULL
 * in its DigestInfo.
 */
@EnabledIfSystemProperty(named = "sealbus.wycheproof", matches = ".+")
class WycheproofTest {
  private static final Path VECTORS = Path.of(System.getProperty("sealbus.wycheproof", "."));
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A check of one signature by one key. */
  private interface Check {
    boolean accepts(VerificationKey key, byte[] message, byte[] signature);
  }

  /** A file of vectors and how its signatures are checked. */
  record Suite(String file, Check check, SignatureProvider provider) {
    @Override
    public String toString() {
      return file + " with " + provider.name();
    }

    private Path path() {
      return VECTORS.resolve(file + "_test.json");
    }
  }

  static Stream<Suite> suites() {
    return Stream.of(Stream.of(SignatureProvider.jdk()), SignatureProvider.accelerated().stream())
        .flatMap(providers -> providers)
        .flatMap(WycheproofTest::suites);
  }

  private static Stream<Suite> suites(SignatureProvider provider) {
    var suites = new ArrayList<Suite>();
    for (HashAlgorithm hash : HashAlgorithm.values()) {
      String sha = "sha" + hash.length() * 8;
      Check der = (key, message, signature) -> ((EcKey) key).verifyDer(hash, message, signature);
      Check rsa = (key, message, signature) -> ((RsaKey) key).verifyPkcs1(hash, message, signature);
      for (String curve : List.of("secp224r1", "secp256r1", "secp384r1", "secp521r1")) {
        suites.add(new Suite("ecdsa_" + curve + "_" + sha, der, provider));
      }
      for (int bits : new int[] {2048, 3072, 4096, 8192}) {
        suites.add(new Suite("rsa_signature_" + bits + "_" + sha, rsa, provider));
      }
    }
    suites.add(
        new Suite("ecdsa_secp224r1_sha256_p1363", VerificationKey::verifySignature, provider));
    suites.add(
        new Suite("ecdsa_secp256r1_sha256_p1363", VerificationKey::verifySignature, provider));
    suites.add(new Suite("ed25519", VerificationKey::verifySignature, provider));
    return suites.stream().filter(suite -> suite.path().toFile().exists());
  }

  @ParameterizedTest
  @MethodSource("suites")
  void agrees(Suite suite) throws IOException {
    // Given
    JsonNode vectors = JSON.readTree(suite.path().toFile());
    var disagreements = new ArrayList<String>();
    int checked = 0;

    // When
    for (JsonNode group : vectors.path("testGroups")) {
      VerificationKey key = key(group.path("publicKeyDer").asText(), suite.provider());
      for (JsonNode test : group.path("tests")) {
        byte[] message = hex(test.path("msg"));
        byte[] signature = hex(test.path("sig"));
        boolean accepted = key != null && suite.check().accepts(key, message, signature);
        if (accepted != isExpected(test)) {
          disagreements.add(test.path("tcId") + " " + test.path("flags") + ": " + accepted);
        }
        checked++;
      }
    }

    // Then
    assertThat(disagreements).isEmpty();
    assertThat(checked).isEqualTo(vectors.path("numberOfTests").asInt()).isPositive();
  }

  /**
   * Raw signatures may be shorter or longer than two numbers of the curve, as long as the halves
   * are equal: the reference cuts them in the middle.
   */
  private static boolean isExpected(JsonNode test) {
    return test.path("result").asText().equals("valid")
        || test.path("flags").toString().contains("\"SignatureSize\"");
  }

  private static @Nullable VerificationKey key(String der, SignatureProvider provider) {
    try {
      return KeyReader.fromSpki(HexFormat.of().parseHex(der), provider);
    } catch (MalformedException e) {
      return null;
    }
  }

  private static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.asText());
  }
}
