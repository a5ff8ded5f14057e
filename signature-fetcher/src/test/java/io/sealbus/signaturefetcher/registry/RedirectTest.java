package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import io.vertx.core.MultiMap;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, https://b.example/y, https://b.example/y",
    "https://a.example/x/, /y?q, https://a.example/y?q",
    "https://a.example/x, //b.example/y, https://b.example/y",
    "https://a.example/x, http://a.example/x,",
    "http://a.example/x, https://a.example/x, https://a.example/x",
    "http://a.example/x, http://b.example/x, http://b.example/x",
    "https://a.example/x, HTTPS://b.example/, HTTPS://b.example/",
    "https://a.example/x, javascript:alert(1),",
    "https://a.example/x, https://u:p@b.example/,",
    "https://a.example/x, https:///y,",
    "https://a.example/x, 'https://b.example/a b',",
  })
  void goesOnlyWhereItMay(String from, String location, String expected) {
    var answered =
        new Exchange.Answered(
            302, MultiMap.caseInsensitiveMultiMap().add("Location", location), Bytes.utf8(""));

    assertThat(Redirect.next(URI.create(from), answered).map(URI::toString).orElse(null))
        .isEqualTo(expected);
  }
}
