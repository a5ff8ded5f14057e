package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.testkit.TestKey;

/** Signatures: nothing but the owner's passes, and both providers say the same. */
class EcdsaSignatureFuzzTest {
  private static final TestKey KEY = TestKey.of(TestKey.Kind.P256, "a");
  private static final byte[] MESSAGE = {1, 2, 3};

  @FuzzTest(maxDuration = "5s")
  void verifies(byte[] signature) throws MalformedException {
    byte[] spki = KEY.publicKey().getEncoded();
    boolean jdk =
        KeyReader.fromSpki(spki, SignatureProvider.jdk()).verifySignature(MESSAGE, signature);
    boolean fastest =
        KeyReader.fromSpki(spki, SignatureProvider.fastest()).verifySignature(MESSAGE, signature);
    assertThat(fastest).isEqualTo(jdk);
    assertThat(jdk).isFalse();
  }
}
