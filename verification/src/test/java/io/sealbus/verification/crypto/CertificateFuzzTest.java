package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Certificates: any bytes are answered, and what is read can be used. */
class CertificateFuzzTest {
  private static final Instant TIME = Instant.parse("2026-06-01T00:00:00Z");

  @FuzzTest(maxDuration = "5s")
  void reads(byte[] text) {
    SignatureProvider provider = SignatureProvider.jdk();
    List<Certificate> lenient = Certificate.fromPemLenient(text, provider);
    assertThat(Certificate.fromPemLenient(text, provider)).isEqualTo(lenient);
    lenient.forEach(CertificateFuzzTest::use);
    try {
      Certificate certificate = Certificate.fromDer(text, provider);
      assertThat(certificate.encoded()).isEqualTo(text);
      use(certificate);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void use(Certificate certificate) {
    var path = new CertificatePath(List.of(certificate));
    path.find(certificate, List.of(), TIME, CertificatePath.CODE_SIGNING, Set.of());
    assertThat(certificate.isSignedBy(certificate)).isIn(true, false);
    assertThat(HostName.matches(certificate, "builder.example.com")).isIn(true, false);
    NameConstraints constraints = certificate.extensions().constraints();
    if (constraints != null) {
      assertThat(constraints.accept(certificate.extensions().names())).isIn(true, false);
    }
  }
}
