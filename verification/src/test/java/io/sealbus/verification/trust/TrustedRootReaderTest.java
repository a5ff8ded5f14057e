package io.sealbus.verification.trust;

import static io.sealbus.verification.ReasonCode.TRUST_ROOT_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.BundleCase;
import io.sealbus.testkit.TestKey;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Proof.Proven;
import io.sealbus.verification.Proof.Refused;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.trust.SigstoreKeys.Chain;
import io.sealbus.verification.trust.SigstoreKeys.LogKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedRootReaderTest {
  private static final SignatureProvider PROVIDER = SignatureProvider.jdk();
  private static final String PUBLIC_GOOD =
      new String(
          BundleCase.read(
                  Path.of(
                      System.getProperty("sealbus.root", ".."),
                      "vectors",
                      "conformance-bundles",
                      "happy-path-v0.1"))
              .trustedRoot(),
          StandardCharsets.UTF_8);

  private static Proof<TrustedRoot> read(String json) {
    return TrustedRootReader.read(json.getBytes(StandardCharsets.UTF_8), PROVIDER);
  }

  private static TrustedRoot proven(Proof<TrustedRoot> proof) {
    return ((Proven<TrustedRoot>) proof).value();
  }

  @Test
  void readsThePublicTrustedRoot() {
    TrustedRoot root = proven(read(PUBLIC_GOOD));

    assertThat(root.certificateAuthorities()).hasSize(2);
    assertThat(root.timestampAuthorities()).hasSize(1);
    assertThat(root.transparencyLogs()).hasSize(2);
    assertThat(root.certificateTransparencyLogs()).hasSize(2);
    assertThat(root.certificateAuthorities().get(0).validFor())
        .isEqualTo(
            new Validity(
                Instant.parse("2021-03-07T03:20:29Z"), Instant.parse("2022-12-31T23:59:59.999Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "mediaType, media_type",
    "baseUrl, base_url",
    "hashAlgorithm, hash_algorithm",
    "rawBytes, raw_bytes",
    "certChain, cert_chain",
    "SHA2_256\", 1",
    "PKIX_ED25519\", 7",
    "version=0.1, version=0.2",
    "trustedroot+json;version=0.1, trustedroot.v0.2+json"
  })
  void readsOtherSpellings(String usual, String other) {
    String json =
        usual.endsWith("\"")
            ? PUBLIC_GOOD.replace("\"" + usual, other)
            : PUBLIC_GOOD.replace(usual, other);
    assertThat(json).isNotEqualTo(PUBLIC_GOOD);

    assertThat(read(json)).isInstanceOf(Proven.class);
  }

  @ParameterizedTest
  @CsvSource({
    "version=0.1, version=0.3",
    "SHA2_256, SHA2_512",
    "PKIX_ED25519, PKIX_ECDSA_P256_SHA_256",
    "PKIX_ED25519, PKIX_ED25519_PH",
    "PKIX_ED25519\", 99",
    "keyId, keyid",
    "2021-01-12T11:53:27Z, 2021-01-12",
    "2021-01-12T11:53:27Z, 2021-13-12T11:53:27Z",
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y, MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Z",
    "tlogs, tLogs"
  })
  void refusesWhatItDoesNotKnow(String usual, String other) {
    String json =
        usual.endsWith("\"")
            ? PUBLIC_GOOD.replace("\"" + usual, other)
            : PUBLIC_GOOD.replace(usual, other);
    assertThat(json).isNotEqualTo(PUBLIC_GOOD);

    assertThat(((Refused<TrustedRoot>) read(json)).reason().code()).isEqualTo(TRUST_ROOT_INVALID);
  }

  @Test
  void refusesAFieldUnderTwoNames() {
    String json =
        PUBLIC_GOOD.replaceFirst(
            "\"mediaType\"", "\"media_type\": \"application/x\", \"mediaType\"");

    assertThat(read(json)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesATextThatIsCutShort() {
    for (int length = 0; length < PUBLIC_GOOD.strip().length(); length += 7) {
      assertThat(read(PUBLIC_GOOD.substring(0, length))).isInstanceOf(Refused.class);
    }
  }

  private static SigstoreKeys keys(String certChain, String logKey) {
    return new SigstoreKeys(
        List.of(new Chain("https://fulcio.example.org", Bytes.utf8(certChain))),
        List.of(),
        List.of(new LogKey("https://rekor.example.org", "sha-256", Bytes.utf8(logKey))),
        List.of());
  }

  private static final String P256 = TestKey.of(TestKey.Kind.P256, "rekor").publicKeyPem();

  @Test
  void compilesTheKeysOfATrustRoot() {
    var keys =
        new SigstoreKeys(
            List.of(),
            List.of(),
            List.of(new LogKey("https://rekor.example.org", "sha-256", Bytes.utf8(P256))),
            List.of());

    TrustedRoot.Log log = proven(keys.compile(PROVIDER)).transparencyLogs().get(0);

    assertThat(log.id().size()).isEqualTo(32);
    assertThat(log.validFor().contains(Instant.EPOCH)).isTrue();
    assertThat(log.validFor().contains(Instant.parse("9999-12-31T23:59:59Z"))).isTrue();
  }

  @Test
  void refusesATrustRootWithAnyPartMalformed() {
    String ed25519 = TestKey.of(TestKey.Kind.ED25519, "rekor").publicKeyPem();
    for (SigstoreKeys keys : List.of(keys("no PEM", P256), keys("", P256), keys(P256, P256))) {
      assertThat(((Refused<TrustedRoot>) keys.compile(PROVIDER)).reason().code())
          .isEqualTo(TRUST_ROOT_INVALID);
    }
    var notEcdsa =
        new SigstoreKeys(
            List.of(),
            List.of(),
            List.of(new LogKey("https://rekor.example.org", "sha-256", Bytes.utf8(ed25519))),
            List.of());
    assertThat(((Refused<TrustedRoot>) notEcdsa.compile(PROVIDER)).reason().message())
        .contains("public key 0 is not ecdsa.PublicKey");
  }
}
