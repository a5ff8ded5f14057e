package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.Decision.ALLOWED;
import static io.sealbus.verification.Decision.DENIED;
import static io.sealbus.verification.ReasonCode.ATTESTATION_SIGNATURE_INVALID;
import static io.sealbus.verification.ReasonCode.IDENTITY_MISMATCH;
import static io.sealbus.verification.ReasonCode.KEYLESS_UNSUPPORTED;
import static io.sealbus.verification.ReasonCode.NO_AUTHORITY;
import static io.sealbus.verification.ReasonCode.REFERENCE_WOULD_ALLOW;
import static io.sealbus.verification.ReasonCode.REFERENCE_WOULD_DENY;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_MISSING;
import static io.sealbus.verification.ReasonCode.TLOG_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.SimpleSigning;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.testkit.TestStatement;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each row of docs/adr/0008 that no vector shows. */
class ControllerDeviationsTest {
  private static final Identity ME = new Identity("https://idp.example.com", "me@example.com");
  private static final TestSigstore SIGSTORE =
      TestSigstore.of("acme", Instant.parse("2025-01-01T00:00:00Z"));
  private static final TestSigstore.Signer SIGNER = SIGSTORE.signer(ME, Scene.SIGNED);
  private static final TestKey KEY = TestKey.of(TestKey.Kind.P256, "key");
  private static final String REFERENCE = "registry.example.com/acme/app:1.0";
  private static final String KEYLESS =
      "keyless: {url: 'https://fulcio.example.com', trustRootRef: keys, insecureIgnoreSCT: true,"
          + " identities: [{issuer: 'https://idp.example.com', subject: me@example.com}]}";
  private static final String TSA = ", rfc3161timestamp: {trustRootRef: keys}";
  private static final String SIG_TYPE = "application/vnd.dev.cosign.artifact.sig.v1+json";

  private static String key() {
    return "key: {data: \"" + KEY.publicKeyPem().replace("\n", "\\n") + "\"}";
  }

  private static TestStatement statement(String predicateType) {
    return TestStatement.of(predicateType, JsonNodeFactory.instance.objectNode(), Scene.IMAGE);
  }

  private static Attachment referrer(TestSignature signature, String type, String manifest) {
    Digest digest = new Digest(Content.of("m", manifest).digest());
    return Scene.layer(signature, new Referrer(digest, type, 1));
  }

  private static void assertAnswers(
      Scene scene, Decision own, ReasonCode code, Decision controllers, ReasonCode theirs) {
    SigstoreEvaluation evaluation = scene.evaluate(Profile.AS_WRITTEN);
    assertThat(evaluation.decision()).as(evaluation.toString()).isEqualTo(own);
    assertThat(evaluation.reason().code()).isEqualTo(code);
    SigstoreEvaluation reference = scene.evaluate(Profile.REFERENCE);
    assertThat(reference.decision()).as(reference.toString()).isEqualTo(controllers);
    assertThat(reference.reason().code()).isEqualTo(theirs);
    if (own == controllers) {
      assertThat(evaluation.notes()).isEmpty();
    } else {
      assertThat(evaluation.notes())
          .extracting(Reason::code)
          .containsExactly(controllers.admits() ? REFERENCE_WOULD_ALLOW : REFERENCE_WOULD_DENY);
    }
  }

  @Test
  void caCertificatesAreAcceptedByNobody() {
    Scene scene =
        new Scene()
            .trusting(SIGSTORE)
            .authorities(
                "{keyless: {ca-cert: {data: \""
                    + KEY.publicKeyPem().replace("\n", "\\n")
                    + "\"}, trustRootRef: keys, identities: [{issuer: a, subject: b}]}}")
            .signatures(SIGNER.sign(REFERENCE, Scene.IMAGE));
    assertAnswers(scene, DENIED, KEYLESS_UNSUPPORTED, DENIED, KEYLESS_UNSUPPORTED);
  }

  @Test
  void timestampThatIsAskedForIsNeededThoughTheCertificateIsValid() {
    Scene scene =
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + KEYLESS + TSA + "}")
            .signatures(SIGNER.signWithoutTimestamp(REFERENCE, Scene.IMAGE));
    Instant valid = Scene.SIGNED.plusSeconds(1);
    SigstoreEvaluation own = scene.evaluate(Profile.AS_WRITTEN, valid);
    assertThat(own.decision()).isEqualTo(DENIED);
    assertThat(own.reason().code()).isEqualTo(TIMESTAMP_MISSING);
    assertThat(own.notes()).extracting(Reason::code).containsExactly(REFERENCE_WOULD_ALLOW);
    SigstoreEvaluation reference = scene.evaluate(Profile.REFERENCE, valid);
    assertThat(reference.decision()).isEqualTo(ALLOWED);
    assertThat(reference.validUntil()).isEqualTo(Scene.SIGNED.plusSeconds(600));
  }

  @Test
  void issuerIsReadFromTheNewerExtensionToo() {
    TestSigstore newer = SIGSTORE.issuing(SIGSTORE.fulcio().withoutOlderIssuer());
    Scene scene =
        new Scene()
            .trusting(newer)
            .authorities("{" + KEYLESS + TSA + "}")
            .signatures(newer.signer(ME, Scene.SIGNED).sign(REFERENCE, Scene.IMAGE));
    assertAnswers(scene, ALLOWED, ReasonCode.SIGNATURE_ACCEPTED, DENIED, IDENTITY_MISMATCH);
  }

  @Test
  void logIsNeverAsked() {
    String ctlog = ", ctlog: {url: 'https://rekor.example.com', trustRootRef: keys}";
    Scene scene =
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + key() + ctlog + "}")
            .signatures(TestSigner.with(KEY).sign(REFERENCE, Scene.IMAGE));
    assertAnswers(scene, DENIED, TLOG_MISSING, DENIED, TLOG_MISSING);
  }

  @Test
  void signatureInALogMayBeSpelledOtherwise() {
    FakeRekor rekor = FakeRekor.of(TestKey.of(TestKey.Kind.P256, "log"));
    ObjectNode root = SIGSTORE.trustRoot("keys");
    root.withObject("/spec/sigstoreKeys")
        .putArray("tLogs")
        .addObject()
        .put("baseURL", "https://rekor.example.com")
        .put("hashAlgorithm", "sha-256")
        .put("publicKey", base64(rekor.publicKeyPem()));
    TestSignature plain = TestSigner.with(KEY).sign(REFERENCE, Scene.IMAGE);
    String bundle = rekor.entry(plain, KEY.publicKeyPem(), Scene.SIGNED).bundle();
    TestSignature logged = plain.annotation(TestSignature.BUNDLE, bundle);
    String text = logged.annotations().get(TestSignature.SIGNATURE);
    String ctlog = ", ctlog: {url: 'https://rekor.example.com', trustRootRef: keys}";
    Scene scene = new Scene().with(root.toString()).authorities("{" + key() + ctlog + "}");

    assertThat(scene.signatures(logged).evaluate(Profile.REFERENCE).decision()).isEqualTo(ALLOWED);
    TestSignature spelled = logged.annotation(TestSignature.SIGNATURE, text + "\n");
    assertAnswers(
        scene.signatures(spelled),
        ALLOWED,
        ReasonCode.SIGNATURE_ACCEPTED,
        DENIED,
        ReasonCode.TLOG_ENTRY_MISMATCH);

    // What is concluded as the policy is written is no conclusion of the controller's.
    var provider = SignatureProvider.fastest().remembering(Facts.ofAtMost(100));
    for (int again = 0; again < 2; again++) {
      assertThat(
              scene
                  .compile(Profile.AS_WRITTEN, provider)
                  .evaluate(Scene.NAME, scene.evidence(), null, Scene.NOW)
                  .notes())
          .extracting(Reason::code)
          .containsExactly(REFERENCE_WOULD_DENY);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void attestationsAmongTheReferrersAreVerified() {
    String required = ", attestations: [{name: a, predicateType: 'https://example.com/a'}]";
    TestSignature good = SIGNER.attest(statement("https://example.com/a"));
    Scene scene =
        new Scene()
            .configured(Map.of("enable-oci11", "true"))
            .trusting(SIGSTORE)
            .authorities("{" + KEYLESS + TSA + required + "}")
            .at(io.sealbus.verification.evidence.Place.ATTESTATIONS);
    String type = "application/vnd.in-toto+json";
    assertThat(scene.referrers(referrer(good, type, "1")).evaluate(Profile.AS_WRITTEN).decision())
        .isEqualTo(ALLOWED);

    TestSignature foreign = good.payload(resigned(good));
    assertAnswers(
        scene.referrers(referrer(foreign, type, "1")),
        DENIED,
        // A changed envelope is first of all not what the timestamp authority has seen.
        ReasonCode.TIMESTAMP_INVALID,
        DENIED,
        ReasonCode.TIMESTAMP_INVALID);
    String byKey = "{" + key() + required + "}";
    assertAnswers(
        new Scene()
            .configured(Map.of("enable-oci11", "true"))
            .authorities(byKey)
            .at(io.sealbus.verification.evidence.Place.ATTESTATIONS)
            .referrers(referrer(good.withoutAnnotation(TestSignature.CERTIFICATE), type, "1")),
        DENIED,
        ATTESTATION_SIGNATURE_INVALID,
        DENIED,
        ATTESTATION_SIGNATURE_INVALID);
  }

  private static Content resigned(TestSignature attestation) {
    return Content.of(
        attestation.payload().mediaType(), attestation.payload().text().replace("sig", "sig "));
  }

  @Test
  void setOfNoObjectsIsNoCrash() {
    Scene scene =
        new Scene()
            .with(
                Scene.policy("p", "{static: {action: pass}}")
                    .replace(
                        "images:",
                        "policy: {type: rego, data: \"package sigstore\\nisCompliant[x] { x := 1"
                            + " }\\n\"}, images:"));
    assertThat(scene.evaluate(Profile.AS_WRITTEN).decision().admits()).isFalse();
    assertThat(scene.evaluate(Profile.REFERENCE).decision().admits()).isFalse();
  }

  @Test
  void signatureOfAnImageMayBeABundle() {
    String bundle = SIGNER.bundle(statement(TestStatement.COSIGN_SIGN)).toString();
    Scene scene =
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + KEYLESS + TSA + ", signatureFormat: bundle}")
            .referrers(Scene.bundle(bundle));
    assertAnswers(
        scene, ALLOWED, ReasonCode.SIGNATURE_ACCEPTED, DENIED, ReasonCode.BUNDLE_UNSUPPORTED);
    Scene other =
        new Scene()
            .trusting(SIGSTORE)
            .authorities("{" + KEYLESS + TSA + ", signatureFormat: bundle}")
            .referrers(Scene.bundle(SIGNER.bundle(statement("https://example.com/a")).toString()));
    assertThat(other.evaluate(Profile.AS_WRITTEN).reason().code())
        .isEqualTo(ReasonCode.PREDICATE_TYPE_MISMATCH);
  }

  @Test
  void bundleMayBeSignedByAKey() {
    Scene scene =
        new Scene()
            .authorities("{" + key() + ", signatureFormat: bundle}")
            .referrers(Scene.bundle(signedByKey(KEY)));
    assertAnswers(
        scene, ALLOWED, ReasonCode.SIGNATURE_ACCEPTED, DENIED, ReasonCode.BUNDLE_UNSUPPORTED);
    Scene foreign =
        new Scene()
            .authorities("{" + key() + ", signatureFormat: bundle}")
            .referrers(Scene.bundle(signedByKey(TestKey.of(TestKey.Kind.P256, "other"))));
    assertThat(foreign.evaluate(Profile.AS_WRITTEN).reason().code())
        .isEqualTo(ATTESTATION_SIGNATURE_INVALID);
  }

  private static String signedByKey(TestKey key) {
    TestStatement statement = statement(TestStatement.COSIGN_SIGN);
    ObjectNode bundle = SIGNER.bundle(statement);
    ObjectNode material = bundle.putObject("verificationMaterial");
    material.putObject("publicKey").put("hint", "any");
    ((ObjectNode) bundle.path("dsseEnvelope").path("signatures").get(0))
        .put("sig", Base64.getEncoder().encodeToString(key.sign(statement.encoding())));
    return bundle.toString();
  }

  @Test
  void identitiesOfBundlesAreAlternatives() {
    String bundle = SIGNER.bundle(statement("https://example.com/a")).toString();
    String two =
        KEYLESS.replace("identities: [", "identities: [{issuer: 'https://x', subject: other}, ");
    Scene scene =
        new Scene()
            .trusting(SIGSTORE)
            .authorities(
                "{"
                    + two
                    + TSA
                    + ", signatureFormat: bundle,"
                    + " attestations: [{name: a, predicateType: 'https://example.com/a'}]}")
            .referrers(Scene.bundle(bundle));
    assertAnswers(
        scene, ALLOWED, ReasonCode.ATTESTATION_ACCEPTED, DENIED, ReasonCode.BUNDLE_UNSUPPORTED);
  }

  @Test
  void policyWithoutAuthoritiesHoldsForNothing() {
    Scene scene = new Scene().authorities();
    assertAnswers(
        scene, DENIED, NO_AUTHORITY, ALLOWED, ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK);
  }

  @Test
  void anySignatureAmongTheReferrersSuffices() {
    TestSignature good = TestSigner.with(KEY).sign(REFERENCE, Scene.IMAGE);
    TestSignature foreign =
        TestSigner.with(TestKey.of(TestKey.Kind.P256, "other"))
            .sign(SimpleSigning.of(REFERENCE, Scene.IMAGE.digest()).creator("other").payload());
    Scene scene =
        new Scene()
            .configured(Map.of("enable-oci11", "true"))
            .authorities("{" + key() + "}")
            .signatures()
            .referrers(referrer(good, SIG_TYPE, "1"), referrer(foreign, SIG_TYPE, "2"));
    assertAnswers(
        scene, ALLOWED, ReasonCode.SIGNATURE_ACCEPTED, DENIED, ReasonCode.SIGNATURE_INVALID);
  }
}
