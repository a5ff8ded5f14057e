package io.sealbus.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Signs certificates and timestamps with a {@link TestKey}. */
record KeySigner(TestKey key, ByteArrayOutputStream content) implements ContentSigner {
  static KeySigner of(TestKey key) {
    return new KeySigner(key, new ByteArrayOutputStream());
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new DefaultSignatureAlgorithmIdentifierFinder().find(key.kind().signatureAlgorithm());
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    return key.sign(content.toByteArray());
  }
}
