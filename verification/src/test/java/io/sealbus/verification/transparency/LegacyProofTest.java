package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.SCT_INVALID;
import static io.sealbus.verification.ReasonCode.SCT_KEY_UNKNOWN;
import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_INVALID;
import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_MISMATCH;
import static io.sealbus.verification.ReasonCode.TLOG_KEY_UNKNOWN;
import static io.sealbus.verification.ReasonCode.TLOG_SET_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Proof.Proven;
import io.sealbus.verification.Proof.Refused;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.bundle.BundleReader;
import io.sealbus.verification.bundle.UntrustedBundle;
import io.sealbus.verification.bundle.UntrustedBundle.Material;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.trust.CertificateChain;
import io.sealbus.verification.trust.IssuingAuthorities;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRoot.Log;
import io.sealbus.verification.trust.TrustedRootReader;
import io.sealbus.verification.trust.Validity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promises of logs as signatures beside an image carry them, by a bundle of the public logs. */
class LegacyProofTest {
  private static final SignatureProvider PROVIDER = SignatureProvider.fastest();
  private static final BundleCase CASE =
      BundleCase.read(
          Path.of(
              System.getProperty("sealbus.root", ".."),
              "vectors",
              "conformance-bundles",
              "happy-path-v0.1"));
  private static final TrustedRoot ROOT =
      proven(TrustedRootReader.read(CASE.trustedRoot(), PROVIDER));
  private static final UntrustedBundle BUNDLE = proven(BundleReader.read(CASE.bundle(), PROVIDER));
  private static final UntrustedLogEntry ENTRY = BUNDLE.logEntries().get(0);
  private static final byte[] CERTIFICATE =
      ((Material.OfCertificate) BUNDLE.material()).certificate().encoded();
  private static final byte[] SIGNATURE = BUNDLE.content().signature();
  private static final LogClaim CLAIM =
      LogClaim.ofSignature(SIGNATURE, CERTIFICATE, CASE.artifact());
  private static final CertificateChain CHAIN =
      proven(
          IssuingAuthorities.ofPool(ROOT.certificateAuthorities())
              .prove(((Material.OfCertificate) BUNDLE.material()).certificate()));

  private static <T> T proven(Proof<T> proof) {
    return ((Proven<T>) proof).value();
  }

  private static ReasonCode refusal(Proof<?> proof) {
    return ((Refused<?>) proof).reason().code();
  }

  private static String annotation(String set, byte[] body, long time, long index, String logId) {
    return "{\"SignedEntryTimestamp\":\"%s\",\"Payload\":{\"body\":\"%s\",\"integratedTime\":%d,\"logIndex\":%d,\"logID\":\"%s\"}}"
        .formatted(set, Base64.getEncoder().encodeToString(body), time, index, logId);
  }

  private static String annotation(long time) {
    return annotation(
        Base64.getEncoder().encodeToString(ENTRY.promise()),
        ENTRY.body(),
        time,
        ENTRY.logIndex(),
        HexFormat.of().formatHex(ENTRY.logId().toArray()));
  }

  private static Proof<Instant> verify(String annotation, LogClaim claim) {
    return new RekorBundleVerifier(ROOT.transparencyLogs())
        .verify(new RekorBundle(annotation), claim);
  }

  @Test
  void provesThePromise() {
    assertThat(proven(verify(annotation(ENTRY.integratedTime()), CLAIM)))
        .isEqualTo(Instant.ofEpochSecond(ENTRY.integratedTime()));
  }

  @Test
  void refusesAnEntryAboutAnotherSignatureKeyOrPayload() {
    String annotation = annotation(ENTRY.integratedTime());
    byte[] other = {1};

    for (LogClaim claim :
        List.of(
            LogClaim.ofSignature(other, CERTIFICATE, CASE.artifact()),
            LogClaim.ofSignature(SIGNATURE, other, CASE.artifact()),
            LogClaim.ofSignature(SIGNATURE, CERTIFICATE, other),
            LogClaim.ofAttestation(CERTIFICATE, CASE.artifact()))) {
      assertThat(refusal(verify(annotation, claim))).isEqualTo(TLOG_ENTRY_MISMATCH);
    }
  }

  @Test
  void refusesAPromiseThatTheLogDidNotGive() {
    assertThat(refusal(verify(annotation(ENTRY.integratedTime() + 1), CLAIM)))
        .isEqualTo(TLOG_SET_INVALID);
    assertThat(refusal(verify(annotation(-1), CLAIM))).isEqualTo(TLOG_SET_INVALID);
  }

  @Test
  void refusesAnUnknownLog() {
    String unknown = annotation("", ENTRY.body(), 1, 1, "00");

    assertThat(refusal(verify(unknown, CLAIM))).isEqualTo(TLOG_KEY_UNKNOWN);
  }

  @Test
  void refusesWhatIsNoRekorBundle() {
    for (String annotation :
        List.of(
            "",
            "{}",
            "[]",
            "{\"Payload\":null}",
            annotation("", new byte[0], 1, 1, ""),
            annotation(
                "",
                "{\"kind\":\"alpine\",\"apiVersion\":\"0.0.1\"}".getBytes(StandardCharsets.UTF_8),
                1,
                1,
                ""))) {
      assertThat(refusal(verify(annotation, CLAIM))).isEqualTo(TLOG_ENTRY_INVALID);
    }
  }

  @Test
  void provesEmbeddedCertificateTimestamps() {
    var verifier = new EmbeddedSctVerifier(ROOT.certificateTransparencyLogs());

    assertThat(proven(verifier.verifyEvery(CHAIN))).hasSize(1);
    assertThat(proven(verifier.verifyThreshold(CHAIN, 1))).hasSize(1);
  }

  @Test
  void refusesCertificateTimestampsOfUnknownLogs() {
    var none = new EmbeddedSctVerifier(List.of());

    assertThat(refusal(none.verifyEvery(CHAIN))).isEqualTo(SCT_KEY_UNKNOWN);
    assertThat(refusal(none.verifyThreshold(CHAIN, 1))).isEqualTo(SCT_KEY_UNKNOWN);
  }

  @Test
  void refusesCertificateTimestampsByAnotherKey() {
    List<Log> logs = ROOT.certificateTransparencyLogs();
    Log wrong = withKeyOf(logs.get(logs.size() - 1), logs.get(0));

    assertThat(refusal(new EmbeddedSctVerifier(List.of(wrong)).verifyEvery(CHAIN)))
        .isEqualTo(SCT_INVALID);
    assertThat(refusal(new EmbeddedSctVerifier(List.of(wrong)).verifyThreshold(CHAIN, 1)))
        .isEqualTo(SCT_INVALID);
  }

  /** Both ends of the window count, and only where the window does. */
  @Test
  void windowOfTheCtLogCountsInBundlesOnly() {
    List<Log> logs = ROOT.certificateTransparencyLogs();
    Log log = logs.get(logs.size() - 1);
    Instant time = proven(new EmbeddedSctVerifier(logs).verifyEvery(CHAIN)).get(0);
    var ended = new EmbeddedSctVerifier(List.of(within(log, Instant.EPOCH, time.minusMillis(1))));
    var exact = new EmbeddedSctVerifier(List.of(within(log, time, time)));

    assertThat(refusal(ended.verifyThreshold(CHAIN, 1))).isEqualTo(SCT_INVALID);
    assertThat(ended.verifyEvery(CHAIN)).isInstanceOf(Proven.class);
    assertThat(exact.verifyThreshold(CHAIN, 1)).isInstanceOf(Proven.class);
  }

  private static Log withKeyOf(Log log, Log other) {
    return new Log(log.baseUrl(), log.hashAlgorithm(), log.id(), other.key(), log.validFor());
  }

  private static Log within(Log log, Instant start, Instant end) {
    return new Log(
        log.baseUrl(), log.hashAlgorithm(), log.id(), log.key(), new Validity(start, end));
  }
}
