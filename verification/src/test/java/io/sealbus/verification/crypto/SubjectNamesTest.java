package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What cosign takes for the names of the same certificates. */
class SubjectNamesTest {
  private static final String FULCIO = "1.3.6.1.4.1.57264.1.7";
  private static final byte[] EMAIL = DerWriter.element(0x81, ascii("me@example.com"));

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] other(String oid, byte[]... rest) {
    byte[] value = DerWriter.element(Der.constructedContext(0), rest);
    return DerWriter.element(Der.constructedContext(0), Oid.encode(oid), value);
  }

  private static byte[] text(String name) {
    return DerWriter.element(Der.UTF8_STRING, ascii(name));
  }

  private static SubjectNames names(byte[]... names) throws MalformedException {
    return SubjectNames.of(
        CertificateFactory.of("leaf")
            .extension(SubjectNames.EXTENSION, true, DerWriter.sequence(names))
            .build());
  }

  @Test
  void addressThatIsWrappedInALongerOneIsTheShorter() throws MalformedException {
    byte[] wrapped = new byte[16];
    wrapped[10] = -1;
    wrapped[11] = -1;
    wrapped[12] = 10;
    wrapped[15] = 1;

    assertThat(names(DerWriter.element(0x87, wrapped)).all()).containsExactly("10.0.0.1");
  }

  @Test
  void oneOtherNameOfFulciosIsAnIdentity() throws MalformedException {
    assertThat(names(other(FULCIO, text("me!example.com"))).all())
        .containsExactly("me!example.com");
    assertThat(names(EMAIL, other(FULCIO, text("me"))).all())
        .containsExactly("me@example.com", "me");
    assertThat(names(other(FULCIO, text("me"), new byte[] {5, 0})).all()).containsExactly("me");
  }

  @Test
  void severalOtherNamesAreNone() throws MalformedException {
    byte[] me = other(FULCIO, text("me"));
    byte[] foreign = other("1.3.6.1.4.1.311.20.2.3", text("you"));

    assertThat(names(me, me).all()).isEmpty();
    assertThat(names(me, foreign).all()).isEmpty();
    assertThat(names(foreign, me, EMAIL).all()).containsExactly("me@example.com");
    assertThat(names(foreign).principal()).isEmpty();
  }

  @Test
  void otherNameThatIsNoneSpoilsNoOtherName() throws MalformedException {
    byte[] octets = DerWriter.element(Der.OCTET_STRING, ascii("me"));
    byte[] bare = DerWriter.element(Der.constructedContext(0), Oid.encode(FULCIO));
    byte[] primitive = DerWriter.element(Der.context(0), Oid.encode(FULCIO));

    assertThat(names(EMAIL, other(FULCIO, octets)).all()).containsExactly("me@example.com");
    assertThat(names(EMAIL, bare).all()).containsExactly("me@example.com");
    assertThat(names(EMAIL, primitive, other(FULCIO, text("me"))).all())
        .containsExactly("me@example.com");
  }
}
