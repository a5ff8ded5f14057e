package io.sealbus.verification.bundle;

import static io.sealbus.verification.ReasonCode.BUNDLE_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.bundle.UntrustedBundle.Content;
import io.sealbus.verification.bundle.UntrustedBundle.Material;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.ProtobufMembers;
import io.sealbus.verification.timestamp.TimestampResponse;
import io.sealbus.verification.transparency.LogEntryVerifier;
import io.sealbus.verification.transparency.UntrustedLogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Sigstore bundles of the versions 0.1, 0.2 and 0.3.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto">sigstore_bundle.proto</a>
 */
public final class BundleReader {
  /** Largest text that is read. */
  public static final int MAX_BYTES = 16 << 20;

  /** Most timestamps of one bundle. */
  public static final int MAX_TIMESTAMPS = 32;

  private static final int MAX_CERTIFICATES = 64;

  private static final Map<String, Integer> VERSIONS =
      Map.of(
          "application/vnd.dev.sigstore.bundle+json;version=0.1", 1,
          "application/vnd.dev.sigstore.bundle+json;version=0.2", 2,
          "application/vnd.dev.sigstore.bundle+json;version=0.3", 3,
          "application/vnd.dev.sigstore.bundle.v0.3+json", 3);

  private static final Map<Integer, String> HASHES =
      Map.of(
          0,
          "HASH_ALGORITHM_UNSPECIFIED",
          1,
          "SHA2_256",
          2,
          "SHA2_384",
          3,
          "SHA2_512",
          4,
          "SHA3_256",
          5,
          "SHA3_384");

  private static final Set<String> CONTENT = Set.of("messageSignature", "dsseEnvelope");
  private static final Set<String> BUNDLE =
      Set.of("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
  private static final Set<String> SIGNERS =
      Set.of("publicKey", "x509CertificateChain", "certificate");
  private static final Set<String> MATERIAL =
      Set.of(
          "publicKey",
          "x509CertificateChain",
          "certificate",
          "tlogEntries",
          "timestampVerificationData");
  private static final Set<String> HINT = Set.of("hint");
  private static final Set<String> CHAIN = Set.of("certificates");
  private static final Set<String> RAW = Set.of("rawBytes");
  private static final Set<String> TIMESTAMPS = Set.of("rfc3161Timestamps");
  private static final Set<String> TIMESTAMP = Set.of("signedTimestamp");
  private static final Set<String> MESSAGE = Set.of("messageDigest", "signature");
  private static final Set<String> DIGEST = Set.of("algorithm", "digest");
  private static final Set<String> DSSE = Set.of("payload", "payloadType", "signatures");
  private static final Set<String> SIGNATURE = Set.of("sig", "keyid");

  private BundleReader() {}

  /** Reads {@code json}. Refused with {@code BUNDLE_INVALID}. Never throws. */
  public static Proof<UntrustedBundle> read(byte[] json, SignatureProvider provider) {
    return Proof.of(() -> {
      try {
        return bundle(ProtobufMembers.of("$", JsonParser.parse(json, MAX_BYTES), BUNDLE), provider);
      } catch (InvalidJsonException e) {
        throw new Refusal(BUNDLE_INVALID, "bundle " + e.path() + ": " + e.getMessage());
      }
    });
  }

  private static UntrustedBundle bundle(ProtobufMembers bundle, SignatureProvider provider)
      throws InvalidJsonException {
    Integer version = VERSIONS.get(bundle.string("mediaType"));
    if (version == null) {
      throw new InvalidJsonException(bundle.path("mediaType"), "not a known version");
    }
    if (bundle.count(CONTENT) != 1) {
      throw new InvalidJsonException("$", "expected exactly one of " + CONTENT);
    }
    ProtobufMembers material = bundle.message("verificationMaterial", MATERIAL);
    if (material.count(SIGNERS) != 1) {
      throw new InvalidJsonException(
          bundle.path("verificationMaterial"), "expected exactly one of " + SIGNERS);
    }
    return new UntrustedBundle(
        version,
        material(material, version, provider),
        logEntries(material, version),
        timestamps(material),
        bundle.has("messageSignature") ? message(bundle) : envelope(bundle));
  }

  private static Material material(
      ProtobufMembers material, int version, SignatureProvider provider)
      throws InvalidJsonException {
    if (material.has("publicKey")) {
      return new Material.OfKey(material.message("publicKey", HINT).string("hint"));
    }
    ProtobufMembers certificate;
    if (material.has("certificate")) {
      certificate = material.message("certificate", RAW);
    } else if (version >= 3) {
      throw new InvalidJsonException(
          material.path("x509CertificateChain"), "not allowed from version 0.3 on");
    } else {
      List<ProtobufMembers> chain =
          material
              .message("x509CertificateChain", CHAIN)
              .messages("certificates", RAW, MAX_CERTIFICATES);
      if (chain.isEmpty()) {
        throw new InvalidJsonException(material.path("x509CertificateChain"), "no certificate");
      }
      certificate = chain.get(0);
    }
    try {
      return new Material.OfCertificate(
          Certificate.fromDer(certificate.bytes("rawBytes"), provider));
    } catch (MalformedException e) {
      throw new InvalidJsonException(certificate.path("rawBytes"), String.valueOf(e.getMessage()));
    }
  }

  /** From 0.2 on every entry needs a proof, before that a promise. */
  private static List<UntrustedLogEntry> logEntries(ProtobufMembers material, int version)
      throws InvalidJsonException {
    var entries = new ArrayList<UntrustedLogEntry>();
    for (ProtobufMembers each :
        material.messages("tlogEntries", LogEntryMessage.FIELDS, LogEntryVerifier.MAX_ENTRIES)) {
      UntrustedLogEntry entry = LogEntryMessage.read(each);
      if (version == 1 ? entry.promise() == null : entry.proof() == null) {
        throw new InvalidJsonException(
            material.path("tlogEntries"),
            "inclusion " + (version == 1 ? "promise" : "proof") + " is missing");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static List<TimestampResponse> timestamps(ProtobufMembers material)
      throws InvalidJsonException {
    ProtobufMembers data = material.messageOrNull("timestampVerificationData", TIMESTAMPS);
    var timestamps = new ArrayList<TimestampResponse>();
    if (data != null) {
      for (ProtobufMembers each : data.messages("rfc3161Timestamps", TIMESTAMP, MAX_TIMESTAMPS)) {
        timestamps.add(new TimestampResponse(each.requireBytes("signedTimestamp")));
      }
    }
    return timestamps;
  }

  private static Content message(ProtobufMembers bundle) throws InvalidJsonException {
    ProtobufMembers message = bundle.message("messageSignature", MESSAGE);
    ProtobufMembers digest = message.message("messageDigest", DIGEST);
    HashAlgorithm hash =
        switch (digest.enumName("algorithm", HASHES)) {
          case "SHA2_256" -> HashAlgorithm.SHA256;
          case "SHA2_384" -> HashAlgorithm.SHA384;
          case "SHA2_512" -> HashAlgorithm.SHA512;
          default -> throw new InvalidJsonException(digest.path("algorithm"), "unknown hash");
        };
    return new Content.MessageSignature(
        hash, digest.requireBytes("digest"), message.requireBytes("signature"));
  }

  private static Content envelope(ProtobufMembers bundle) throws InvalidJsonException {
    ProtobufMembers envelope = bundle.message("dsseEnvelope", DSSE);
    List<ProtobufMembers> signatures = envelope.messages("signatures", SIGNATURE, 1);
    if (signatures.isEmpty()) {
      throw new InvalidJsonException(envelope.path("signatures"), "expected exactly one");
    }
    return new Content.Envelope(
        new DsseEnvelope(
            envelope.string("payloadType"),
            envelope.requireBytes("payload"),
            List.of(signatures.get(0).requireBytes("sig"))));
  }
}
