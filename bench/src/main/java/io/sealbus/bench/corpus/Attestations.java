package io.sealbus.bench.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestStatement;

/** Attestations that a key signed, as cosign attaches them. */
final class Attestations {
  private static final String DSSE_MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

  private Attestations() {}

  static TestSignature of(TestStatement statement, byte[] signature) {
    ObjectNode envelope = new ObjectMapper().createObjectNode();
    envelope
        .put("payloadType", TestStatement.PAYLOAD_TYPE)
        .put("payload", Sigstore.base64(statement.payload()));
    envelope.putArray("signatures").addObject().put("sig", Sigstore.base64(signature));
    return TestSignature.of(Content.of(DSSE_MEDIA_TYPE, envelope), new byte[0])
        .annotation("predicateType", statement.predicateType());
  }
}
