package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All of {@code vectors/webhooks}. */
class WebhookVectorsTest {
  static Stream<String> cases() throws IOException {
    return WebhookVector.names("");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTakenAsItsVectorSays(String name) throws Exception {
    WebhookVector.check(name);
  }

  @ParameterizedTest
  @EnumSource(SourceKind.class)
  void everyKindHasVectors(SourceKind kind) throws IOException {
    assertThat(WebhookVector.names(kind.text() + "/")).hasSizeGreaterThan(1);
  }

  @Test
  void everyVectorIsOfAKind() throws IOException {
    assertThat(WebhookVector.names("").map(name -> name.split("[/\\\\]")[0]))
        .allSatisfy(kind -> assertThat(SourceKind.of(kind)).isPresent());
  }
}
