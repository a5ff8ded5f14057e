package io.sealbus.verification.trust;

import static io.sealbus.verification.ReasonCode.TRUST_ROOT_INVALID;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.ProtobufMembers;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Sigstore {@code trusted_root.json}. One part that cannot be used spoils all of it: a
 * trust root with a hole would trust less, or more, than its author wrote.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto">sigstore_trustroot.proto</a>
 */
public final class TrustedRootReader {
  /** Largest text that is read. */
  public static final int MAX_BYTES = 1 << 20;

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
          "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
          "application/vnd.dev.sigstore.trustedroot.v0.1+json",
          "application/vnd.dev.sigstore.trustedroot.v0.2+json");
  private static final Set<String> ROOT =
      Set.of("mediaType", "tlogs", "certificateAuthorities", "ctlogs", "timestampAuthorities");
  private static final Set<String> LOG =
      Set.of("baseUrl", "hashAlgorithm", "publicKey", "logId", "checkpointKeyId", "operator");
  private static final Set<String> LOG_ID = Set.of("keyId");
  private static final Set<String> KEY = Set.of("rawBytes", "keyDetails", "validFor");
  private static final Set<String> AUTHORITY =
      Set.of("subject", "uri", "certChain", "validFor", "operator");
  private static final Set<String> NAME = Set.of("organization", "commonName");
  private static final Set<String> CHAIN = Set.of("certificates");
  private static final Set<String> CERTIFICATE = Set.of("rawBytes");
  private static final Set<String> RANGE = Set.of("start", "end");
  private static final int MAX_ELEMENTS = 256;
  private static final int MAX_CERTIFICATES = 64;

  /** Of the hashes of a log's tree only this one is in use. */
  private static final String SHA2_256 = "SHA2_256";

  /** As a TrustRoot resource writes the same hash. */
  private static final String SHA2_256_OF_TRUST_ROOTS = "sha-256";

  private static final Map<Integer, String> HASHES =
      Map.of(
          0,
          "HASH_ALGORITHM_UNSPECIFIED",
          1,
          SHA2_256,
          2,
          "SHA2_384",
          3,
          "SHA2_512",
          4,
          "SHA3_256",
          5,
          "SHA3_384");

  private TrustedRootReader() {}

  /** Reads {@code json}. Refused with {@code TRUST_ROOT_INVALID}. Never throws. */
  public static Proof<TrustedRoot> read(byte[] json, SignatureProvider provider) {
    return Proof.of(() -> {
      try {
        return root(ProtobufMembers.of("$", JsonParser.parse(json, MAX_BYTES), ROOT), provider);
      } catch (InvalidJsonException e) {
        throw new Refusal(TRUST_ROOT_INVALID, "trusted root " + e.path() + ": " + e.getMessage());
      }
    });
  }

  private static TrustedRoot root(ProtobufMembers root, SignatureProvider provider)
      throws InvalidJsonException {
    if (!MEDIA_TYPES.contains(root.string("mediaType"))) {
      throw new InvalidJsonException(root.path("mediaType"), "not a known version");
    }
    return new TrustedRoot(
        authorities(root, "certificateAuthorities", provider),
        authorities(root, "timestampAuthorities", provider),
        logs(root, "tlogs", provider),
        logs(root, "ctlogs", provider));
  }

  private static List<Authority> authorities(
      ProtobufMembers root, String field, SignatureProvider provider) throws InvalidJsonException {
    var authorities = new ArrayList<Authority>();
    for (ProtobufMembers each : root.messages(field, AUTHORITY, MAX_ELEMENTS)) {
      each.messageOrNull("subject", NAME);
      var chain = new ArrayList<Certificate>();
      for (ProtobufMembers certificate :
          each.message("certChain", CHAIN)
              .messages("certificates", CERTIFICATE, MAX_CERTIFICATES)) {
        chain.add(certificate(certificate, provider));
      }
      if (chain.isEmpty()) {
        throw new InvalidJsonException(each.path("certChain"), "no certificate");
      }
      Validity validFor = validity(each, false);
      authorities.add(new Authority(each.string("uri"), chain, validFor));
    }
    return authorities;
  }

  private static Certificate certificate(ProtobufMembers members, SignatureProvider provider)
      throws InvalidJsonException {
    try {
      return Certificate.fromDer(members.bytes("rawBytes"), provider);
    } catch (MalformedException e) {
      throw new InvalidJsonException(members.path("rawBytes"), String.valueOf(e.getMessage()));
    }
  }

  private static List<Log> logs(ProtobufMembers root, String field, SignatureProvider provider)
      throws InvalidJsonException {
    var logs = new ArrayList<Log>();
    for (ProtobufMembers each : root.messages(field, LOG, MAX_ELEMENTS)) {
      if (!each.enumName("hashAlgorithm", HASHES).equals(SHA2_256)) {
        throw new InvalidJsonException(each.path("hashAlgorithm"), "only SHA2_256 is supported");
      }
      Bytes id = Bytes.copyOf(each.message("logId", LOG_ID).requireBytes("keyId"));
      ProtobufMembers key = each.message("publicKey", KEY);
      logs.add(
          new Log(
              each.string("baseUrl"),
              SHA2_256_OF_TRUST_ROOTS,
              id,
              KeyDetails.read(key, provider),
              validity(key, true)));
    }
    return logs;
  }

  /** A key without a start counts never or always, depending on whom one asks; so it is refused. */
  private static Validity validity(ProtobufMembers members, boolean startRequired)
      throws InvalidJsonException {
    ProtobufMembers range = members.messageOrNull("validFor", RANGE);
    @Nullable Instant start = range == null ? null : range.timestamp("start");
    if (start == null && startRequired) {
      throw new InvalidJsonException(members.path("validFor"), "start is missing");
    }
    return new Validity(
        start == null ? Instant.MIN : start, range == null ? null : range.timestamp("end"));
  }
}
