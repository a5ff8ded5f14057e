package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.Bytes;
import java.util.List;

/**
 * registries.conf: any bytes are read or refused, and any image is asked for somewhere or nowhere.
 */
class RegistriesConfFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    RegistriesConfParser.Reading reading = RegistriesConfParser.read(List.of(Bytes.copyOf(bytes)));
    if (reading instanceof RegistriesConfParser.Loaded loaded) {
      var image = new RepositoryName("registry.example.com", "team/app");
      assertThat(loaded.conf().places(image, true)).isNotEmpty();
      assertThat(loaded.conf().places(image, false)).isNotEmpty();
    }
  }
}
