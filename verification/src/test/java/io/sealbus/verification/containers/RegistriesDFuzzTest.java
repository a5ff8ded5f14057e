package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.containers.RegistriesD.InvalidRegistriesDException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** registries.d: any text is answered. */
class RegistriesDFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(parse(text)).isEqualTo(parse(text));
  }

  private static Optional<RegistriesD> parse(String text) {
    try {
      return Optional.of(RegistriesD.parse(List.of(text)));
    } catch (InvalidRegistriesDException e) {
      return Optional.empty();
    }
  }
}
