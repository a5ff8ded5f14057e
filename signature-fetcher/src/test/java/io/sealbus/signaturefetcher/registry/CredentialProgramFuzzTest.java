package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** A credential helper's answer: any bytes are an answer, and a failure shows none of them. */
class CredentialProgramFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    String secret = new String(bytes, StandardCharsets.ISO_8859_1);
    String shown = CredentialProgram.parse(0, bytes).toString();
    assertThat(secret.length() < 16 || !shown.contains(secret)).isTrue();
    assertThat(CredentialProgram.parse(1, bytes)).isNotInstanceOf(CredentialProgram.Has.class);
  }
}
