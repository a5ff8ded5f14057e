package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A transparency log that promises to include everything and includes nothing: it gives out signed
 * entry timestamps (SETs).
 *
 * @see <a href="https://docs.sigstore.dev/logging/overview/">Rekor</a>
 */
public final class FakeRekor {
  private final TestKey key;
  private final AtomicLong nextIndex = new AtomicLong();

  private FakeRekor(TestKey key) {
    this.key = key;
  }

  /** With a new key. */
  public static FakeRekor create() {
    return of(TestKey.generate(TestKey.Kind.P256));
  }

  /** With this key, an elliptic curve's. */
  public static FakeRekor of(TestKey key) {
    return new FakeRekor(key);
  }

  /** The log's public key as policies carry it. */
  public String publicKeyPem() {
    return key.publicKeyPem();
  }

  /** SHA-256 of the public key in hex, by which the log is known. */
  public String logId() {
    return Content.hex("SHA-256", key.publicKey().getEncoded());
  }

  /**
   * An entry for this signature.
   *
   * @param keyOrCertificatePem what the signature is said to verify with
   */
  public Entry entry(TestSignature signature, String keyOrCertificatePem, Instant time) {
    ObjectNode body = Json.object().put("apiVersion", "0.0.1").put("kind", "hashedrekord");
    ObjectNode spec = body.putObject("spec");
    spec.putObject("data")
        .putObject("hash")
        .put("algorithm", "sha256")
        .put("value", Content.hex("SHA-256", signature.payload().bytes()));
    spec.putObject("signature")
        .put("content", base64(signature.signature()))
        .putObject("publicKey")
        .put("content", base64(keyOrCertificatePem.getBytes(StandardCharsets.UTF_8)));
    return new Entry(key, body, time.getEpochSecond(), nextIndex.getAndIncrement(), logId());
  }

  /**
   * What the log signs. Every part may be replaced; {@link #bundle()} signs what is there then.
   *
   * @param body the entry, canonical: members sorted
   * @param integratedTime in seconds
   */
  public record Entry(
      TestKey signer, ObjectNode body, long integratedTime, long logIndex, String logId) {
    public Entry {
      body = body.deepCopy();
    }

    /** Another body, such as one of another kind. */
    public Entry body(ObjectNode newBody) {
      return new Entry(signer, newBody, integratedTime, logIndex, logId);
    }

    /** Another time. */
    public Entry integratedTime(Instant time) {
      return new Entry(signer, body, time.getEpochSecond(), logIndex, logId);
    }

    /** Another log's name. */
    public Entry logId(String newLogId) {
      return new Entry(signer, body, integratedTime, logIndex, newLogId);
    }

    /** Signed by another key than the log's. */
    public Entry signedBy(TestKey key) {
      return new Entry(key, body, integratedTime, logIndex, logId);
    }

    /** The value of the annotation {@link TestSignature#BUNDLE}. */
    public String bundle() {
      // In the canonical order of RFC 8785; with ASCII strings and integers alone, nothing else of
      // that form can differ.
      ObjectNode payload =
          Json.object()
              .put("body", base64(body.toString().getBytes(StandardCharsets.UTF_8)))
              .put("integratedTime", integratedTime)
              .put("logID", logId)
              .put("logIndex", logIndex);
      byte[] set = signer.sign(payload.toString().getBytes(StandardCharsets.UTF_8));
      ObjectNode bundle = Json.object().put("SignedEntryTimestamp", base64(set));
      bundle.set("Payload", payload);
      return bundle.toString();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
