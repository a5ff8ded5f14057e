package io.sealbus.verification.transparency;

import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.ProtobufMembers;
import io.sealbus.verification.transparency.LogEntryBody.Hash;
import io.sealbus.verification.transparency.LogEntryBody.Of;
import io.sealbus.verification.transparency.LogEntryBody.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the bodies of entries of Rekor v2, which are protobuf messages in JSON.
 *
 * @see <a
 *     href="https://github.com/sigstore/rekor-tiles/blob/main/api/proto/rekor/v2/entry.proto">entry.proto</a>
 */
final class TiledEntryBodyReader {
  private static final Set<String> ENTRY = Set.of("kind", "apiVersion", "spec");
  private static final Set<String> SPEC = Set.of("hashedRekordV002", "dsseV002");
  private static final Set<String> ARTIFACT = Set.of("data", "signature");
  private static final Set<String> DSSE = Set.of("payloadHash", "signatures");
  private static final Set<String> HASH = Set.of("algorithm", "digest");
  private static final Set<String> SIGNATURE = Set.of("content", "verifier");
  private static final Set<String> VERIFIER = Set.of("publicKey", "x509Certificate", "keyDetails");
  private static final Set<String> RAW = Set.of("rawBytes");
  private static final int MAX_SIGNATURES = 16;

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

  private TiledEntryBodyReader() {}

  static LogEntryBody read(JsonValue body) throws InvalidJsonException {
    ProtobufMembers entry = ProtobufMembers.of("$", body, ENTRY);
    ProtobufMembers spec = entry.message("spec", SPEC);
    String kind = entry.string("kind");
    if (spec.count(SPEC) != 1 || !spec.has(kind.equals("dsse") ? "dsseV002" : "hashedRekordV002")) {
      throw new InvalidJsonException("$.spec", "expected exactly what the kind says");
    }
    var signatures = new ArrayList<Signature>();
    Hash hash;
    if (spec.has("dsseV002")) {
      ProtobufMembers dsse = spec.message("dsseV002", DSSE);
      hash = hash(Of.PAYLOAD, dsse.message("payloadHash", HASH));
      for (ProtobufMembers each : dsse.messages("signatures", SIGNATURE, MAX_SIGNATURES)) {
        signatures.add(signature(each));
      }
    } else {
      ProtobufMembers artifact = spec.message("hashedRekordV002", ARTIFACT);
      hash = hash(Of.SIGNED_BYTES, artifact.message("data", HASH));
      signatures.add(signature(artifact.message("signature", SIGNATURE)));
    }
    return new LogEntryBody(kind, entry.string("apiVersion"), signatures, List.of(hash), true);
  }

  private static Hash hash(Of of, ProtobufMembers members) throws InvalidJsonException {
    HashAlgorithm algorithm =
        switch (members.enumName("algorithm", HASHES)) {
          case "SHA2_256" -> HashAlgorithm.SHA256;
          case "SHA2_384" -> HashAlgorithm.SHA384;
          case "SHA2_512" -> HashAlgorithm.SHA512;
          default -> throw new InvalidJsonException(members.path("algorithm"), "unknown hash");
        };
    return new Hash(of, algorithm, members.requireBytes("digest"));
  }

  private static Signature signature(ProtobufMembers members) throws InvalidJsonException {
    ProtobufMembers verifier = members.message("verifier", VERIFIER);
    if (verifier.has("publicKey") == verifier.has("x509Certificate")) {
      throw new InvalidJsonException(
          members.path("verifier"), "expected either a key or a certificate");
    }
    String kind = verifier.has("publicKey") ? "publicKey" : "x509Certificate";
    return new Signature(
        members.requireBytes("content"), verifier.message(kind, RAW).requireBytes("rawBytes"));
  }
}
