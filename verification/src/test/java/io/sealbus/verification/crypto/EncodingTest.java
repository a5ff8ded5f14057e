package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM, base64, ASN.1 strings, host names and addresses as Go reads them. */
class EncodingTest {
  private static final String BLOCK = "-----BEGIN X-----\nAQID\n-----END X-----\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        BLOCK,
        "text before\n" + BLOCK,
        "-----BEGIN X-----\r\nAQID\r\n-----END X-----\r\n",
        "-----BEGIN X-----  \nA Q\tI\nD\n-----END X-----",
        "-----BEGIN X-----\nKey: value\n\nAQID\n-----END X-----\n",
        "-----BEGIN Y-----\nnot base64!\n-----END Y-----\n" + BLOCK,
        "-----BEGIN Y-----\nAAAA\n-----END Z-----\n" + BLOCK,
        "-----BEGIN Y\n" + BLOCK,
        "-----BEGIN Y-----\nsee -----BEGIN X-----\nAQID\n-----END X-----\n" + BLOCK,
        "-----BEGIN X-----\nKey: as in -----BEGIN Y-----\n\nAQID\n-----END X-----\n" + BLOCK,
        "-----BEGIN X-----\nKey: value\n-----END X-----\n" + BLOCK,
        "-----BEGIN Y-----\n" + BLOCK
      })
  void findsTheFirstWellFormedBlock(String text) {
    assertThat(Pem.first(text))
        .hasValueSatisfying(block -> {
          assertThat(block.type()).isEqualTo("X");
          assertThat(block.der()).containsExactly(1, 2, 3);
          assertThat(block.rest()).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AQID",
        "x-----BEGIN X-----\nAQID\n-----END X-----\n",
        "-----BEGIN X-----\nAQID\n",
        "-----BEGIN X-----\nAQID-----END X-----\n",
        "-----BEGIN X-----\nAQI\n-----END X-----\n",
        "-----BEGIN X-----\nAQID\n-----END X----- y\n",
        "-----BEGIN X-----\nAQID\n-----END X----\n",
        "-----BEGIN X-----",
        "-----BEGIN X-----\nKey: as in -----BEGIN Y-----\n\nAQID\n-----END X-----\n",
        "-----BEGIN X-----\n-----END X----- :\n" + BLOCK
      })
  void findsNoBlockWhereThereIsNone(String text) {
    assertThat(Pem.first(text)).isEmpty();
  }

  @Test
  void keepsABlankLineAfterABlockAsRest() {
    assertThat(Pem.first(BLOCK + "\n").orElseThrow().rest()).isEqualTo("\n");
  }

  @ParameterizedTest
  @CsvSource({"AQID, 010203", "AQI=, 0102", "AQJ=, 0102", "AQ==, 01", "'', ''", "'AQ\n=\r=', 01"})
  void readsBase64(String text, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(Base64Text.decode(text))).isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "AQ", "AQI", "AQ=", "AQ ==", "AQ-_", "AQ==AQ==", "====", "AQID ", "é"})
  void refusesOtherBase64(String text) {
    assertThatThrownBy(() -> Base64Text.decode(text)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "260102030405Z, true",
    "260102030405+0100, true",
    "260102030405+0000, false",
    "260102030405-0000, false",
    "2601020304Z, true",
    "2601020304+0000, false"
  })
  void writesNoOffsetOfNothing(String time, boolean valid) {
    byte[] der = DerWriter.element(Der.UTC_TIME, time.getBytes(StandardCharsets.US_ASCII));
    var reading = assertThatCode(() -> DerTime.read(Der.of(der)));
    if (valid) {
      reading.doesNotThrowAnyException();
    } else {
      reading.isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void takesAsWhiteSpaceAroundCertificatesWhatGoDoes() throws Exception {
    var provider = SignatureProvider.jdk();
    String pem = CertificateFactory.of("a").pem();
    assertThat(Certificate.fromPemStrict(" \t\u000b\f\r\n" + pem + "\u000b\n", provider))
        .hasSize(1);
    assertThatThrownBy(() -> Certificate.fromPemStrict(pem + "\u001c", provider))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0c0161, a",
    "130161, a",
    "160161, a",
    "120131, 1",
    "1e020061, a",
    "1401e9, é",
    "0c02c3a9, é"
  })
  void readsOneString(String hex, String text) throws Exception {
    assertThat(DerText.parse(HexFormat.of().parseHex(hex)))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0c",
        "0c02",
        "0c016161",
        "0c01ff",
        "160180",
        "130140",
        "040161",
        "68747470",
        "0c810161",
        "1e0161"
      })
  void refusesWhatIsNotExactlyOneString(String hex) {
    assertThatThrownBy(() -> DerText.parse(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "builder.example.com, builder.example.com, true",
    "builder.example.com, BUILDER.example.com, true",
    "builder.example.com, builder.example.com., true",
    "builder.example.com, example.com, false",
    "builder.example.com, x.builder.example.com, false",
    "*.example.com, a.example.com, true",
    "*.example.com, a.b.example.com, false",
    "*.example.com, example.com, false",
    "*.example.com, *.example.com, true",
    "*.example.com, *.EXAMPLE.com, true",
    "a.*.com, a.b.com, false",
    "a*.example.com, ab.example.com, false",
    "*, a, false",
    "10.0.0.1, 10.0.0.1, false",
    "a.example.com., a.example.com, false",
    "'', '', false"
  })
  void matchesHostNames(String san, String host, boolean matches) {
    Certificate certificate = CertificateFactory.of("x").names(2, san).build();
    assertThat(HostName.matches(certificate, host)).isEqualTo(matches);
  }

  @Test
  void matchesAddressesWithAddressesOnly() {
    Certificate certificate =
        CertificateFactory.of("x").names(7, new byte[] {10, 0, 0, 1}, 2, "10.0.0.2").build();
    assertThat(HostName.matches(certificate, "10.0.0.1")).isTrue();
    assertThat(HostName.matches(certificate, "[10.0.0.1]")).isTrue();
    assertThat(HostName.matches(certificate, "::ffff:10.0.0.1")).isTrue();
    assertThat(HostName.matches(certificate, "10.0.0.2")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 01020304", "::, 00000000000000000000000000000000",
    "::1, 00000000000000000000000000000001", "1::, 00010000000000000000000000000000",
    "1:2:3:4:5:6:7:8, 00010002000300040005000600070008", "::ffff:1.2.3.4, 01020304",
    "64:ff9b::1.2.3.4, 0064ff9b000000000000000001020304"
  })
  void readsAddresses(String text, String hex) {
    assertThat(IpAddress.parse(text)).isEqualTo(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.1.1.1",
        "a.b.c.d",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "g::",
        "1:2:3:4:5:6:7::8"
      })
  void refusesOtherAddresses(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a@Example.com, a, example.com",
    "a.b+c@x.y, a.b+c, x.y",
    "'\"a b\"@x', a b, x",
    "a\\@b@x, a@b, x"
  })
  void takesMailboxesApart(String text, String local, String domain) {
    assertThat(Mailbox.parse(text)).hasValue(new Mailbox(local, domain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "@", "a", "@x", "a@x.", "a@.x", "a@x..y", ".a@x", "a.@x", "a..b@x", "a b@x", "\"a@x",
        "\"a\"", "a\\", "a@x y"
      })
  void refusesOtherMailboxes(String text) {
    assertThat(Mailbox.parse(text)).isEmpty();
  }
}
