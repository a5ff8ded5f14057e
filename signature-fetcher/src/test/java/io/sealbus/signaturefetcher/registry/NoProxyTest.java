package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | registry.example.com | 443 | false",
        "'' | localhost | 443 | true",
        "'' | 127.0.0.5 | 443 | true",
        "'' | ::1 | 443 | true",
        "* | registry.example.com | 443 | true",
        "example.com | example.com | 443 | true",
        "Example.COM | registry.example.com | 443 | true",
        "example.com | notexample.com | 443 | false",
        ".example.com | registry.example.com | 443 | true",
        ".example.com | example.com | 443 | false",
        "*.example.com | a.example.com | 443 | true",
        "example.com:5000 | example.com | 5000 | true",
        "example.com:5000 | example.com | 443 | false",
        "10.0.0.0/8 | 10.1.2.3 | 443 | true",
        "10.0.0.0/9 | 10.128.0.1 | 443 | false",
        "10.0.0.0/33 | 10.1.2.3 | 443 | false",
        "10.1.2.3 | 10.1.2.3 | 443 | true",
        "10.1.2.3:5000 | 10.1.2.3 | 443 | false",
        "fd00::/8 | fd00::1 | 443 | true",
        "fd00::1 | fd00:0::1 | 443 | true",
        "10.0.0.0/8 | 10.example.com | 443 | false",
        "1.2 | 1.0.0.2 | 443 | false",
        "a.example.com, b.example.com | b.example.com | 443 | true",
      })
  void coversWhatNodesTakeItToCover(String entries, String host, int port, boolean covers) {
    assertThat(NoProxy.of(Arrays.asList(entries.split(","))).covers(host, port)).isEqualTo(covers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://p.example", "http:///x", "http://p.example/x", "http://p.example?x", "p"})
  void whatIsNoProxyIsRefused(String url) {
    assertThat(Proxies.isProxy(URI.create(url))).isFalse();
  }

  @Test
  void aProxyShowsNoPassword() {
    URI proxy = URI.create("http://user:hush@proxy.example.com:3128");

    var proxies = new Proxies(proxy, proxy, NoProxy.of(java.util.List.of()));

    assertThat(proxies.toString()).doesNotContain("hush");
    assertThat(proxies.of(URI.create("https://registry.example.com/v2/")))
        .satisfies(options -> assertThat(options.getPassword()).isEqualTo("hush"));
  }
}
