package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** WWW-Authenticate: any text is answered, with a bounded number of challenges. */
class ChallengeFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    List<String> headers =
        new String(bytes, StandardCharsets.ISO_8859_1).lines().limit(100).toList();
    List<Challenge> once = Challenge.parse(headers);
    assertThat(Challenge.parse(headers)).isEqualTo(once);
    assertThat(once).hasSizeLessThanOrEqualTo(16);
  }
}
