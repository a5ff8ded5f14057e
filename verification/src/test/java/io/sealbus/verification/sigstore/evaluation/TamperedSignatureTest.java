package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.Decision.ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.Content;
import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.SimpleSigning;
import io.sealbus.testkit.TestCertificate;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigstore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No part of a signature counts without the others that belong to it. */
class TamperedSignatureTest {
  private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
  private static final TestSigstore SIGSTORE =
      TestSigstore.of("acme", Instant.parse("2025-01-01T00:00:00Z"));
  private static final Identity ME = new Identity("https://idp.example.com", "me@example.com");
  private static final Identity YOU = new Identity("https://idp.example.com", "you@example.com");
  private static final CompiledSigstorePolicies POLICIES =
      new Scene()
          .trusting(SIGSTORE)
          .authorities(
              "{keyless: {url: 'https://f.example', trustRootRef: keys, insecureIgnoreSCT: true,"
                  + " identities: [{issuer: 'https://idp.example.com', subjectRegExp: '.'}]},"
                  + " rfc3161timestamp: {trustRootRef: keys}}")
          .compile(Profile.AS_WRITTEN);

  private static boolean passes(TestSignature signature) {
    return POLICIES
            .evaluate(Scene.NAME, new Scene().signatures(signature).evidence(), null, Scene.NOW)
            .decision()
        == ALLOWED;
  }

  private static TestSignature signed(Identity by, String name) {
    return SIGSTORE.signer(by, Scene.SIGNED).sign("registry.example.com/" + name, Scene.IMAGE);
  }

  @Test
  void partsOfTwoGoodSignaturesMakeNone() {
    TestSignature one = signed(ME, "a:1");
    TestSignature other = signed(YOU, "b:2");
    assertThat(passes(one)).isTrue();
    assertThat(passes(other)).isTrue();
    for (int mask = 1; mask < 15; mask++) {
      TestSignature hybrid = (mask & 1) == 0 ? one : one.payload(other.payload());
      int bit = 2;
      for (String part : List.of(TestSignature.SIGNATURE, TestSignature.CERTIFICATE, TIMESTAMP)) {
        Map<String, String> from = (mask & bit) == 0 ? one.annotations() : other.annotations();
        hybrid = hybrid.annotation(part, from.get(part));
        bit <<= 1;
      }
      assertThat(passes(hybrid)).as("parts %d", mask).isFalse();
    }
  }

  @Test
  void everyByteOfThePayloadCounts() {
    TestSignature good = signed(ME, "a:1");
    byte[] payload = good.payload().bytes();
    for (int i = 0; i < payload.length; i++) {
      byte[] changed = payload.clone();
      changed[i] ^= 1;
      assertThat(passes(good.payload(Content.of(SimpleSigning.MEDIA_TYPE, changed))))
          .as("byte %d", i)
          .isFalse();
    }
  }

  @Test
  void everyByteOfTheCertificateCounts() {
    TestSignature good = signed(ME, "a:1");
    TestCertificate certificate = SIGSTORE.signer(ME, Scene.SIGNED).certificate();
    byte[] der = certificate.der();
    for (int i = 0; i < der.length; i++) {
      byte[] changed = der.clone();
      changed[i] ^= 1;
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(changed)
              + "\n-----END CERTIFICATE-----\n";
      assertThat(passes(good.annotation(TestSignature.CERTIFICATE, pem)))
          .as("byte %d", i)
          .isFalse();
    }
  }

  @Test
  void signatureOfAnotherImageIsNoneOfThisOne() {
    Content payload =
        SimpleSigning.of("registry.example.com/acme/app:1", "sha256:" + "a".repeat(64)).payload();
    assertThat(passes(signed(ME, "a:1").payload(payload))).isFalse();
  }
}
