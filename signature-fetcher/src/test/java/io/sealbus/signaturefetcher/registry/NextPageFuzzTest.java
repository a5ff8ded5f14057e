package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** The Link header: wherever it leads, it leads to the same list. */
class NextPageFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    String link = new String(bytes, StandardCharsets.ISO_8859_1);
    NextPage next =
        NextPage.of(RateLimitTest.answer("Link", link), "registry.example.com", "referrers/x");
    if (next instanceof NextPage.At at) {
      // The registry has a say in the query only.
      assertThat(at.path()).startsWith("referrers/x?");
    }
  }
}
