package io.sealbus.bench.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.testkit.TestStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Puts attestations into logs that really include them, and makes bundles of the two. */
final class Bundles {
  /** A bundle, and the checks that are about it alone. */
  record Made(ObjectNode bundle, List<Check> checks) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MATERIAL = "verificationMaterial";
  private static final String DSSE = "dsseEnvelope";
  private static final int HINT_BYTES = 4;

  private final Sigstore sigstore;
  private final LogTree tree = new LogTree();

  Bundles(Sigstore sigstore) {
    this.sigstore = sigstore;
  }

  /** With an entry of Rekor v1: promise, time and proof. */
  Made logged(int number, TestStatement statement) {
    TestSigstore.Signer signer = sigstore.signer(number);
    ObjectNode bundle = signer.bundle(statement);
    material(bundle).remove("timestampVerificationData");
    var checks = checks(signer, statement, bundle);

    byte[] body = entryBody(bundle, signer).toString().getBytes(StandardCharsets.UTF_8);
    LogTree.Inclusion inclusion = tree.append(body);
    long time = sigstore.at(number).getEpochSecond();
    String logId = HexFormat.of().formatHex(sigstore.logId());
    var promised =
        new FakeRekor.Entry(
            sigstore.logKey(), entryBody(bundle, signer), time, inclusion.index(), logId);
    byte[] promise = decode(parse(promised.bundle()).path("SignedEntryTimestamp").asText());
    checks.add(Check.of(sigstore.logKey(), payload(promised), promise));

    ObjectNode entry = entry(bundle, "0.0.1", sigstore.logId(), inclusion, body);
    entry.put("integratedTime", String.valueOf(time));
    entry.putObject("inclusionPromise").put("signedEntryTimestamp", Sigstore.base64(promise));
    String origin = Sigstore.LOG_HOST + " - 1193050959916656506";
    checks.add(
        checkpoint(
            entry, inclusion, origin, Sigstore.LOG_HOST, sigstore.logKey(), sigstore.logId()));
    return new Made(bundle, checks);
  }

  /** With an entry of Rekor v2: a proof, and the time from an authority. */
  Made tiled(int number, TestStatement statement) {
    TestSigstore.Signer signer = sigstore.signer(number);
    ObjectNode bundle = signer.bundle(statement);
    var checks = checks(signer, statement, bundle);
    String timestamp =
        material(bundle)
            .at("/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp")
            .asText();
    checks.add(sigstore.checkOfTimestamp(decode(timestamp)));

    byte[] body = tiledBody(bundle, statement).toString().getBytes(StandardCharsets.UTF_8);
    LogTree.Inclusion inclusion = tree.append(body);
    ObjectNode entry = entry(bundle, "0.0.2", sigstore.tiledLogId(), inclusion, body);
    checks.add(
        checkpoint(
            entry,
            inclusion,
            Sigstore.TILED_LOG_HOST,
            Sigstore.TILED_LOG_HOST,
            sigstore.tiledLogKey(),
            sigstore.tiledLogId()));
    return new Made(bundle, checks);
  }

  private List<Check> checks(
      TestSigstore.Signer signer, TestStatement statement, ObjectNode bundle) {
    byte[] signature = decode(signature(bundle));
    var checks = new ArrayList<Check>();
    checks.add(Check.of(signer.certificate().key(), statement.encoding(), signature));
    checks.add(sigstore.checkOf(signer.certificate()));
    checks.add(sigstore.checkOfPromise(signer.certificate()));
    return checks;
  }

  /** Members in canonical order throughout, as the log signs and hashes them. */
  private static ObjectNode entryBody(ObjectNode bundle, TestSigstore.Signer signer) {
    ObjectNode body = JSON.createObjectNode().put("apiVersion", "0.0.1").put("kind", "dsse");
    ObjectNode spec = body.putObject("spec");
    hash(spec, "envelopeHash", bundle.path(DSSE).toString().getBytes(StandardCharsets.UTF_8));
    hash(spec, "payloadHash", decode(bundle.path(DSSE).path("payload").asText()));
    spec.putArray("signatures")
        .addObject()
        .put("signature", signature(bundle))
        .put(
            "verifier",
            Sigstore.base64(signer.certificate().pem().getBytes(StandardCharsets.UTF_8)));
    return body;
  }

  private static void hash(ObjectNode spec, String name, byte[] bytes) {
    spec.putObject(name)
        .put("algorithm", "sha256")
        .put("value", HexFormat.of().formatHex(Sigstore.sha256(bytes)));
  }

  private static ObjectNode tiledBody(ObjectNode bundle, TestStatement statement) {
    ObjectNode body = JSON.createObjectNode().put("apiVersion", "0.0.2").put("kind", "dsse");
    ObjectNode dsse = body.putObject("spec").putObject("dsseV002");
    dsse.putObject("payloadHash")
        .put("algorithm", "SHA2_256")
        .put("digest", Sigstore.base64(Sigstore.sha256(statement.payload())));
    ObjectNode signature = dsse.putArray("signatures").addObject();
    signature.put("content", signature(bundle));
    signature
        .putObject("verifier")
        .put("keyDetails", "PKIX_ECDSA_P256_SHA_256")
        .putObject("x509Certificate")
        .put("rawBytes", material(bundle).at("/certificate/rawBytes").asText());
    return body;
  }

  private static ObjectNode entry(
      ObjectNode bundle, String version, byte[] logId, LogTree.Inclusion inclusion, byte[] body) {
    ObjectNode entry = ((ArrayNode) material(bundle).get("tlogEntries")).addObject();
    entry.put("logIndex", String.valueOf(inclusion.index()));
    entry.putObject("logId").put("keyId", Sigstore.base64(logId));
    entry.putObject("kindVersion").put("kind", "dsse").put("version", version);
    ObjectNode proof = entry.putObject("inclusionProof");
    proof.put("logIndex", String.valueOf(inclusion.index()));
    proof.put("rootHash", Sigstore.base64(inclusion.root()));
    proof.put("treeSize", String.valueOf(inclusion.size()));
    ArrayNode hashes = proof.putArray("hashes");
    inclusion.path().forEach(hash -> hashes.add(Sigstore.base64(hash)));
    entry.put("canonicalizedBody", Sigstore.base64(body));
    return entry;
  }

  /** A checkpoint of the tree that ends with the entry, which no other entry has. */
  private static Check checkpoint(
      ObjectNode entry,
      LogTree.Inclusion inclusion,
      String origin,
      String name,
      TestKey key,
      byte[] logId) {
    String note =
        origin + "\n" + inclusion.size() + "\n" + Sigstore.base64(inclusion.root()) + "\n";
    byte[] signed = note.getBytes(StandardCharsets.UTF_8);
    byte[] signature = key.sign(signed);
    byte[] line = Arrays.copyOf(logId, HINT_BYTES + signature.length);
    System.arraycopy(signature, 0, line, HINT_BYTES, signature.length);
    ((ObjectNode) entry.get("inclusionProof"))
        .putObject("checkpoint")
        .put("envelope", note + "\n\u2014 " + name + " " + Sigstore.base64(line) + "\n");
    return Check.of(key, signed, signature);
  }

  /** What the promise is a signature of. */
  static byte[] payload(FakeRekor.Entry entry) {
    return parse(entry.bundle()).path("Payload").toString().getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode parse(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode material(ObjectNode bundle) {
    return (ObjectNode) bundle.get(MATERIAL);
  }

  private static String signature(ObjectNode bundle) {
    return bundle.at("/" + DSSE + "/signatures/0/sig").asText();
  }

  static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
