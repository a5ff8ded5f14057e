package io.sealbus.verification.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** References: any text is answered, and what is read is written so that it reads the same. */
class ImageReferenceFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void reads(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      ImageReference read = ImageReference.parse(text);
      assertThat(ImageReference.parse(read.toString())).isEqualTo(read);
      List<String> scopes = Scopes.of(ImageReference.parseImage(text));
      assertThat(scopes).isNotEmpty().doesNotHaveDuplicates();
    } catch (InvalidReferenceException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
