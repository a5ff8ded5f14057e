package io.sealbus.policyingest.trust;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Base64;

/**
 * A trusted root out of targets that say what they are for. Certificates are valid from the epoch
 * on, as the policy-controller takes them, and so are keys.
 */
final class UsageTargets {
  private static final String EPOCH = "1970-01-01T00:00:00Z";
  private static final SignatureProvider PROVIDER = SignatureProvider.jdk();

  private final JsonArray authorities = new JsonArray();
  private final JsonArray logs = new JsonArray();
  private final JsonArray certificateLogs = new JsonArray();

  /** Takes a target in; a use that is not known means nothing. */
  void add(String usage, String uri, byte[] content) throws IOException {
    try {
      switch (usage) {
        case "Fulcio" -> authorities.add(authority(uri, content));
        case "CTFE" -> certificateLogs.add(log(uri, content));
        case "Rekor" -> logs.add(log(uri, content));
        default -> {
          // Such as signing material of other parties.
        }
      }
    } catch (MalformedException e) {
      throw new IOException("a target for " + usage + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The trusted root as protobuf-JSON. */
  String trustedRoot() throws IOException {
    if (authorities.isEmpty()) {
      throw new IOException("no certificate authorities found");
    }
    return new JsonObject()
        .put("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1")
        .put("tlogs", logs)
        .put("certificateAuthorities", authorities)
        .put("ctlogs", certificateLogs)
        .encode();
  }

  private static JsonObject authority(String uri, byte[] pem) throws MalformedException {
    var certificates = new JsonArray();
    for (Certificate certificate : Certificate.fromPemStrict(pem, PROVIDER)) {
      certificates.add(new JsonObject().put("rawBytes", base64(certificate.encoded())));
    }
    return new JsonObject()
        .put("uri", uri)
        .put("certChain", new JsonObject().put("certificates", certificates))
        .put("validFor", fromEpoch());
  }

  private static JsonObject log(String uri, byte[] pem) throws MalformedException {
    VerificationKey key = VerificationKey.fromPem(pem, PROVIDER);
    byte[] spki = key.spki();
    return new JsonObject()
        .put("baseUrl", uri)
        .put("hashAlgorithm", "SHA2_256")
        .put(
            "publicKey",
            new JsonObject()
                .put("rawBytes", base64(spki))
                .put("keyDetails", keyDetails(key))
                .put("validFor", fromEpoch()))
        .put("logId", new JsonObject().put("keyId", base64(HashAlgorithm.SHA256.digest(spki))));
  }

  private static String keyDetails(VerificationKey key) throws MalformedException {
    if (key.isEcdsa()) {
      return switch (key.naturalHash()) {
        case SHA384 -> "PKIX_ECDSA_P384_SHA_384";
        case SHA512 -> "PKIX_ECDSA_P521_SHA_512";
        case SHA224, SHA256 -> "PKIX_ECDSA_P256_SHA_256";
      };
    }
    if (key.isEd25519()) {
      return "PKIX_ED25519";
    }
    if (key.isRsa()) {
      return "PKIX_RSA_PKCS1V15_2048_SHA256";
    }
    throw new MalformedException("a key of a kind that logs do not sign with");
  }

  private static JsonObject fromEpoch() {
    return new JsonObject().put("start", EPOCH);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
