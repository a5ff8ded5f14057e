package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A signature as a layer of a cosign signature manifest: payload, and the rest as annotations.
 * Immutable: each method returns a new signature, and any part may be made wrong.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">cosign's
 *     signature specification</a>
 */
public final class TestSignature {
  /** Base64 of the signature. */
  public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  /** The transparency log's promise, see {@link FakeRekor}. */
  public static final String BUNDLE = "dev.sigstore.cosign/bundle";

  /** The signer's certificate as PEM. */
  public static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

  /** The certificates that lead from there to a root, as PEM. */
  public static final String CHAIN = "dev.sigstore.cosign/chain";

  private final Content payload;
  private final Map<String, String> annotations;

  private TestSignature(Content payload, Map<String, String> annotations) {
    this.payload = payload;
    this.annotations = annotations;
  }

  /** Of these bytes, whether or not they are a signature of the payload. */
  public static TestSignature of(Content payload, byte[] signature) {
    return new TestSignature(
        payload, Map.of(SIGNATURE, Base64.getEncoder().encodeToString(signature)));
  }

  /** What was, or should have been, signed. */
  public Content payload() {
    return payload;
  }

  /**
   * The signature's bytes.
   *
   * @throws IllegalStateException if the annotation was taken away or is not base64
   */
  public byte[] signature() {
    String text = annotations.get(SIGNATURE);
    if (text == null) {
      throw new IllegalStateException("no annotation " + SIGNATURE);
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("not base64: " + SIGNATURE, e);
    }
  }

  /** All annotations. */
  public Map<String, String> annotations() {
    return Map.copyOf(annotations);
  }

  /** The same signature under another payload. */
  public TestSignature payload(Content newPayload) {
    return new TestSignature(newPayload, annotations);
  }

  /** With an annotation more, or another value for it. */
  public TestSignature annotation(String name, String value) {
    var more = new LinkedHashMap<>(annotations);
    more.put(name, value);
    return new TestSignature(payload, more);
  }

  /** Without an annotation. */
  public TestSignature withoutAnnotation(String name) {
    var fewer = new LinkedHashMap<>(annotations);
    fewer.remove(name);
    return new TestSignature(payload, fewer);
  }

  /** With a bit of the signature changed; its form stays intact. */
  public TestSignature corruptSignature() {
    byte[] bytes = signature();
    bytes[bytes.length - 1] ^= 1;
    return annotation(SIGNATURE, Base64.getEncoder().encodeToString(bytes));
  }

  /** With a space before the payload: the same JSON, other bytes. */
  public TestSignature corruptPayload() {
    return payload(Content.of(payload.mediaType(), " " + payload.text()));
  }

  ObjectNode layer() {
    ObjectNode descriptor = payload.descriptor();
    ObjectNode members = descriptor.putObject("annotations");
    annotations.forEach(members::put);
    return descriptor;
  }
}
