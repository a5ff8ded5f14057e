package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.FakeFulcio.Identity;
import java.io.ByteArrayInputStream;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;

/** Held against the JDK's path validation and Bouncy Castle's timestamps, not against ourselves. */
final class TestSigstoreTest {
  private static final Instant SINCE = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");
  private static final Identity ME = new Identity("https://accounts.example.com", "me@example.com");

  private final TestSigstore sigstore = TestSigstore.of("acme", SINCE);
  private final TestImage image = TestImage.of("hello");

  @Test
  void certifiesUnderItsRootForTenMinutes() throws Exception {
    var leaf = x509(sigstore.signer(ME, AT).certificate());
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(x509(root()), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(AT.plusSeconds(60)));
    var path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(leaf, x509(sigstore.fulcio().chain().getFirst())));

    CertPathValidator.getInstance("PKIX").validate(path, parameters);

    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(AT.plusSeconds(600));
    assertThat(leaf.getSubjectAlternativeNames().iterator().next())
        .isEqualTo(List.of(1, ME.subject()));
    assertThat(new String(value(leaf, "1.3.6.1.4.1.57264.1.1"), "UTF-8")).endsWith(ME.issuer());
  }

  @Test
  void stampsTheTimeThatItIsTold() throws Exception {
    byte[] message = {1, 2, 3};
    var response = new TimeStampResponse(sigstore.timestamps().timestamp(message, AT));

    var token = response.getTimeStampToken();

    token.validate(
        new JcaSimpleSignerInfoVerifierBuilder()
            .build(x509(sigstore.timestamps().chain().getFirst())));
    assertThat(token.getTimeStampInfo().getGenTime().toInstant()).isEqualTo(AT);
  }

  @Test
  void promisesToLogWhatItCertifies() throws Exception {
    var log = FakeCtLog.of(TestKey.of(TestKey.Kind.P256, "ct"));

    var leaf = x509(sigstore.logging(log).signer(ME, AT).certificate());

    assertThat(value(leaf, "1.3.6.1.4.1.11129.2.4.2")).hasSizeGreaterThan(100);
  }

  @Test
  void givesTheSameTrustRootEachTime() {
    assertThat(TestSigstore.of("acme", SINCE).trustRoot("keys"))
        .isEqualTo(sigstore.trustRoot("keys"));
  }

  @Test
  void signsWithCertificateChainAndTimestamp() {
    TestSignature signature = sigstore.signer(ME, AT).sign("registry.example.com/app:1.0", image);

    assertThat(signature.annotations())
        .containsKeys(
            TestSignature.SIGNATURE,
            TestSignature.CERTIFICATE,
            TestSignature.CHAIN,
            "dev.sigstore.cosign/rfc3161timestamp");
  }

  @Test
  void attachesABundleThatRefersToTheImage() throws Exception {
    try (var registry = TestRegistry.start()) {
      Repository repository = registry.repository("app");
      image.pushTo(repository, "1.0");
      var statement = TestStatement.of(TestStatement.COSIGN_SIGN, Json.object(), image);

      Content referrer =
          sigstore.signer(ME, AT).attachBundle(repository, statement, image.manifest());

      assertThat(repository.referrers(image.digest()))
          .extracting(Content::digest)
          .containsExactly(referrer.digest());
    }
  }

  @Test
  void wrapsAStatementAboutTheImage() {
    var statement = TestStatement.of("https://slsa.dev/provenance/v1", Json.object(), image);

    var envelope =
        Json.parse(sigstore.signer(ME, AT).attest(statement).payload().bytes()).orElseThrow();

    var payload =
        Json.parse(Base64.getDecoder().decode(envelope.path("payload").asText())).orElseThrow();
    assertThat("sha256:" + payload.at("/subject/0/digest/sha256").asText())
        .isEqualTo(image.digest());
  }

  private TestCertificate root() {
    return sigstore.fulcio().chain().getLast();
  }

  private static byte[] value(X509Certificate certificate, String id) {
    return certificate.getExtensionValue(id);
  }

  private static X509Certificate x509(TestCertificate certificate) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate.der()));
  }
}
