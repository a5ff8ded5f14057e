package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.REKOR_INVALID;
import static io.sealbus.verification.ReasonCode.REKOR_MISMATCH;

import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.Pem;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.json.CanonicalJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonBytes;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.Members;
import io.sealbus.verification.transparency.PlainRekorBundle;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed entry timestamp of a Rekor log that was found good: the log's promise that it holds an
 * entry since a time. What the entry is about is still to be compared.
 *
 * @see <a href="https://docs.sigstore.dev/logging/verify-release/">Rekor, signed entry
 *     timestamp</a>
 */
final class LogPromise {
  private static final int MAX_BYTES = 4 << 20;

  private final HashedRekord entry;
  private final long integratedTime;

  private LogPromise(HashedRekord entry, long integratedTime) {
    this.entry = entry;
    this.integratedTime = integratedTime;
  }

  /** The log keys of a policy, any one of which suffices. */
  record Verifier(List<VerificationKey> keys) {
    /** Adds the keys, in their order, to what an answer depends on. */
    void describe(Reading reading) {
      reading.add(keys.size());
      keys.forEach(key -> key.describe(reading));
    }

    /** Checks the text of a bundle annotation. */
    LogPromise verify(String bundle) throws Rejection {
      PlainRekorBundle plain = PlainRekorBundle.read(bundle);
      try {
        return plain == null ? verified(bundle) : verified(plain);
      } catch (InvalidJsonException e) {
        throw new Rejection(REKOR_INVALID, "Rekor bundle: " + e.getMessage());
      }
    }

    private LogPromise verified(PlainRekorBundle bundle) throws InvalidJsonException, Rejection {
      requireSigned(bundle.signedBytes(), bundle.promise());
      return new LogPromise(HashedRekord.parse(bundle.entry()), bundle.integratedTime());
    }

    /** As the other, whatever the form. */
    private LogPromise verified(String bundle) throws InvalidJsonException, Rejection {
      Members members =
          Members.of("$", JsonParser.parse(bundle, MAX_BYTES))
              .exactly(Set.of("SignedEntryTimestamp", "Payload"));
      byte[] signature =
          JsonBytes.of("$.SignedEntryTimestamp", members.require("SignedEntryTimestamp"));
      var payload = members.require("Payload");
      if (!(payload instanceof JsonObject || payload instanceof JsonArray)) {
        throw new InvalidJsonException("$.Payload", "expected an object");
      }
      String canonical = CanonicalJson.of(payload);
      requireSigned(canonical.getBytes(StandardCharsets.UTF_8), signature);
      return ofVerified(canonical);
    }

    private void requireSigned(byte[] signed, byte[] signature) throws Rejection {
      for (VerificationKey key : keys) {
        if (key.verifyLogPromise(signed, signature)) {
          return;
        }
      }
      throw new Rejection(REKOR_INVALID, "no log key of the policy verifies the Rekor bundle");
    }
  }

  /** From the canonical form, which is what was signed, rather than from what was delivered. */
  private static LogPromise ofVerified(String canonical) throws InvalidJsonException {
    Members payload =
        Members.of("$.Payload", JsonParser.parse(canonical, MAX_BYTES))
            .exactly(Set.of("body", "integratedTime", "logIndex", "logID"));
    byte[] body = JsonBytes.of("$.Payload.body", payload.require("body"));
    payload.int64("logIndex");
    payload.stringOrNull("logID");
    return new LogPromise(HashedRekord.parse(body), payload.int64("integratedTime"));
  }

  /** When the log took the entry, to the second. */
  Instant integratedTime() throws Rejection {
    try {
      return Instant.ofEpochSecond(integratedTime);
    } catch (DateTimeException e) {
      throw new Rejection(REKOR_INVALID, "integratedTime is out of range");
    }
  }

  /** As {@link #requireAbout}, of a PEM text that must end with its first block. */
  void requireAboutPem(String keyOrCertificate, UntrustedSignature signature) throws Rejection {
    String ofEntry = entryPem();
    byte[] key = entryKey(ofEntry);
    // The same text is the same block.
    if (ofEntry.equals(keyOrCertificate)) {
      requireAbout(key, key, signature);
      return;
    }
    Optional<Pem.Block> block = Pem.first(keyOrCertificate);
    if (block.isEmpty() || !block.get().rest().isEmpty()) {
      throw new Rejection(REKOR_INVALID, "the certificate annotation is not exactly one PEM block");
    }
    requireAbout(key, block.get().der(), signature);
  }

  /** Refuses an entry that is not about this key, this signature and this payload. */
  void requireAbout(byte[] key, UntrustedSignature signature) throws Rejection {
    requireAbout(entryKey(entryPem()), key, signature);
  }

  private String entryPem() {
    return new String(entry.publicKey(), StandardCharsets.ISO_8859_1);
  }

  private static byte[] entryKey(String pem) throws Rejection {
    Optional<Pem.Block> block = Pem.first(pem);
    if (block.isEmpty() || !block.get().rest().isEmpty()) {
      throw new Rejection(REKOR_INVALID, "the log entry's public key is not exactly one PEM block");
    }
    return block.get().der();
  }

  private void requireAbout(byte[] ofEntry, byte[] key, UntrustedSignature signature)
      throws Rejection {
    if (!Arrays.equals(ofEntry, key)) {
      throw new Rejection(REKOR_MISMATCH, "the log entry is about another key or certificate");
    }
    if (!Arrays.equals(entry.signature(), signature.signature())) {
      throw new Rejection(REKOR_MISMATCH, "the log entry is about another signature");
    }
    if (!Arrays.equals(
        entry.requirePayloadHash(), HashAlgorithm.SHA256.digest(signature.payload()))) {
      throw new Rejection(REKOR_MISMATCH, "the log entry is about another payload");
    }
  }
}
