package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.containers.PolicyJsonReader.Result.Accepted;

/**
 * policy.json: any bytes are answered, and what is accepted is written so that it reads the same.
 */
class PolicyJsonFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] text) {
    PolicyJsonReader.Result once = PolicyJsonReader.read(text);
    assertThat(PolicyJsonReader.read(text)).isEqualTo(once);
    if (once instanceof Accepted(PolicyJson policy)) {
      byte[] written = PolicyJsonWriter.write(policy).toArray();
      assertThat(PolicyJsonReader.read(written)).isEqualTo(once);
      CompiledPolicy.compile(policy, path -> new MaterialSource.Content.Missing("no files here"));
    }
  }
}
