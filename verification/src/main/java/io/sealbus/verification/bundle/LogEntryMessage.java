package io.sealbus.verification.bundle;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.ProtobufMembers;
import io.sealbus.verification.transparency.InclusionProof;
import io.sealbus.verification.transparency.UntrustedLogEntry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A TransparencyLogEntry in JSON.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_rekor.proto">sigstore_rekor.proto</a>
 */
final class LogEntryMessage {
  static final Set<String> FIELDS =
      Set.of(
          "logIndex",
          "logId",
          "kindVersion",
          "integratedTime",
          "inclusionPromise",
          "inclusionProof",
          "canonicalizedBody");

  private static final Set<String> LOG_ID = Set.of("keyId");
  private static final Set<String> KIND = Set.of("kind", "version");
  private static final Set<String> PROMISE = Set.of("signedEntryTimestamp");
  private static final Set<String> PROOF =
      Set.of("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
  private static final Set<String> CHECKPOINT = Set.of("envelope");

  private LogEntryMessage() {}

  static UntrustedLogEntry read(ProtobufMembers entry) throws InvalidJsonException {
    ProtobufMembers kind = entry.message("kindVersion", KIND);
    ProtobufMembers promise = entry.messageOrNull("inclusionPromise", PROMISE);
    return new UntrustedLogEntry(
        natural(entry, "logIndex"),
        Bytes.copyOf(entry.message("logId", LOG_ID).requireBytes("keyId")),
        kind.string("kind"),
        kind.string("version"),
        natural(entry, "integratedTime"),
        promise == null ? null : promise.requireBytes("signedEntryTimestamp"),
        proof(entry),
        entry.requireBytes("canonicalizedBody"));
  }

  private static @Nullable InclusionProof proof(ProtobufMembers entry) throws InvalidJsonException {
    ProtobufMembers proof = entry.messageOrNull("inclusionProof", PROOF);
    if (proof == null) {
      return null;
    }
    String checkpoint = proof.message("checkpoint", CHECKPOINT).string("envelope");
    if (checkpoint.isEmpty()) {
      throw new InvalidJsonException(proof.path("checkpoint"), "field is missing");
    }
    return new InclusionProof(
        natural(proof, "logIndex"),
        proof.requireBytes("rootHash"),
        natural(proof, "treeSize"),
        proof.bytesList("hashes", InclusionProof.MAX_HASHES),
        checkpoint);
  }

  private static long natural(ProtobufMembers members, String name) throws InvalidJsonException {
    long number = members.int64(name);
    if (number < 0) {
      throw new InvalidJsonException(members.path(name), "negative");
    }
    return number;
  }
}
