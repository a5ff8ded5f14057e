package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.Bytes;
import java.util.Optional;

/** Public keys in PEM and in DER: any bytes are answered, and by both providers alike. */
class PublicKeyFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] text) {
    SignatureProvider other = SignatureProvider.fastest();
    assertThat(pem(text, other)).isEqualTo(pem(text, SignatureProvider.jdk()));
    assertThat(der(text, other)).isEqualTo(der(text, SignatureProvider.jdk()));
  }

  private static Optional<Bytes> pem(byte[] text, SignatureProvider provider) {
    try {
      return Optional.of(Bytes.copyOf(VerificationKey.fromPem(text, provider).spki()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Optional<Bytes> der(byte[] text, SignatureProvider provider) {
    try {
      return Optional.of(Bytes.copyOf(KeyReader.fromSpki(text, provider).spki()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
