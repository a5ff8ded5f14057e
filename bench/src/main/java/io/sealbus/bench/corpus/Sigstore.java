package io.sealbus.bench.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.FakeCtLog;
import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.TestCertificate;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSigstore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A Sigstore of one's own with all of its parts, their curves as the public one has them: P-384 for
 * the certificate authority, P-256 for who signs, both logs and the timestamp authority, Ed25519
 * for the tiled log.
 */
final class Sigstore {
  static final Identity SIGNER = new Identity("https://accounts.example.com", "me@example.com");
  static final String LOG_HOST = "rekor.example.com";
  static final String TILED_LOG_HOST = "log2026.rekor.example.com";
  private static final Instant SINCE = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");

  /** RFC 8410: what stands before the key itself in a SubjectPublicKeyInfo of Ed25519. */
  private static final int SPKI_PREFIX_OF_ED25519 = 12;

  private final TestKey promising = TestKey.of(TestKey.Kind.P256, "bench ct log");
  private final TestKey logging = TestKey.of(TestKey.Kind.P256, "bench rekor");
  private final TestKey tiling = TestKey.of(TestKey.Kind.ED25519, "bench tiled rekor");
  private final TestSigstore authorities =
      TestSigstore.of("bench", SINCE).logging(FakeCtLog.of(promising));
  private final FakeRekor rekor = FakeRekor.of(logging);

  /** Somebody who has signed in, each time with another key and certificate. */
  TestSigstore.Signer signer(int number) {
    return authorities.signer(SIGNER, at(number));
  }

  /** When that is. */
  Instant at(int number) {
    return AT.plus(Duration.ofSeconds(number));
  }

  FakeRekor rekor() {
    return rekor;
  }

  TestKey logKey() {
    return logging;
  }

  TestKey tiledLogKey() {
    return tiling;
  }

  /** Of the leaf by the intermediate. */
  Check checkOf(TestCertificate leaf) {
    return Check.ofCertificate(leaf, issuer().key());
  }

  /** Of the leaf's promise to be logged. */
  Check checkOfPromise(TestCertificate leaf) {
    return Check.ofPromise(leaf, issuer(), promising);
  }

  /** Of a TimeStampResp. */
  Check checkOfTimestamp(byte[] response) {
    return Check.ofTimestamp(response, authorities.timestamps().chain().getFirst().key());
  }

  TestCertificate root() {
    return authorities.fulcio().chain().getLast();
  }

  private TestCertificate issuer() {
    return authorities.fulcio().chain().getFirst();
  }

  /** By which the log with inclusion promises is known. */
  byte[] logId() {
    return sha256(logging.publicKey().getEncoded());
  }

  /**
   * By which the tiled log is known, and which its checkpoints begin their signatures with.
   *
   * @see <a href="https://c2sp.org/signed-note">C2SP, signed-note, key ID</a>
   */
  byte[] tiledLogId() {
    byte[] spki = tiling.publicKey().getEncoded();
    byte[] name = (TILED_LOG_HOST + "\n\u0001").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(name, name.length + spki.length - SPKI_PREFIX_OF_ED25519);
    System.arraycopy(
        spki, SPKI_PREFIX_OF_ED25519, all, name.length, spki.length - SPKI_PREFIX_OF_ED25519);
    return sha256(all);
  }

  /**
   * All of it as a {@code trusted_root.json}.
   *
   * @param tiled with the tiled log in place of the other
   */
  String trustedRoot(boolean tiled) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1");
    ArrayNode logs = root.putArray("tlogs");
    if (tiled) {
      log(logs, TILED_LOG_HOST, "PKIX_ED25519", tiling, tiledLogId());
    } else {
      log(logs, LOG_HOST, "PKIX_ECDSA_P256_SHA_256", logging, logId());
    }
    authority(root, "certificateAuthorities", "fulcio", authorities.fulcio().chain());
    byte[] ctLog = sha256(promising.publicKey().getEncoded());
    log(root.putArray("ctlogs"), "ctfe.example.com", "PKIX_ECDSA_P256_SHA_256", promising, ctLog);
    authority(root, "timestampAuthorities", "tsa", authorities.timestamps().chain());
    return root.toString();
  }

  private static void log(ArrayNode logs, String host, String details, TestKey key, byte[] id) {
    ObjectNode log = logs.addObject().put("baseUrl", "https://" + host);
    log.put("hashAlgorithm", "SHA2_256");
    ObjectNode publicKey = log.putObject("publicKey");
    publicKey.put("rawBytes", base64(key.publicKey().getEncoded())).put("keyDetails", details);
    publicKey.putObject("validFor").put("start", SINCE.toString());
    log.putObject("logId").put("keyId", base64(id));
  }

  private static void authority(
      ObjectNode root, String list, String host, List<TestCertificate> chain) {
    ObjectNode authority = root.putArray(list).addObject();
    authority.putObject("subject").put("organization", "bench").put("commonName", host);
    authority.put("uri", "https://" + host + ".example.com");
    ArrayNode certificates = authority.putObject("certChain").putArray("certificates");
    chain.forEach(one -> certificates.addObject().put("rawBytes", base64(one.der())));
    authority.putObject("validFor").put("start", SINCE.toString());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
