package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An in-toto statement about one image, to be signed in a DSSE envelope. Immutable.
 *
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto
 *     statement</a>
 */
public record TestStatement(String predicateType, JsonNode predicate, String name, String digest) {
  /** Of an envelope around a statement. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** What cosign 3 says of an image that it signs. */
  public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

  /** An attestation about {@code image}. */
  public static TestStatement of(String predicateType, JsonNode predicate, Pushable image) {
    return new TestStatement(predicateType, predicate.deepCopy(), "image", image.digest());
  }

  /** The statement's bytes. */
  public byte[] payload() {
    ObjectNode statement = Json.object().put("_type", "https://in-toto.io/Statement/v1");
    statement.put("predicateType", predicateType);
    ObjectNode subject = statement.putArray("subject").addObject().put("name", name);
    subject.putObject("digest").put("sha256", digest.substring("sha256:".length()));
    statement.set("predicate", predicate);
    return statement.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What is signed: DSSE's pre-authentication encoding.
   *
   * @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/protocol.md">DSSE</a>
   */
  public byte[] encoding() {
    byte[] payload = payload();
    var bytes = new ByteArrayOutputStream();
    String head = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length;
    bytes.writeBytes((head + " ").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  /** The envelope as JSON. */
  ObjectNode envelope(byte[] signature) {
    ObjectNode envelope = Json.object();
    envelope.put("payloadType", PAYLOAD_TYPE).put("payload", base64(payload()));
    envelope.putArray("signatures").addObject().put("sig", base64(signature));
    return envelope;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
