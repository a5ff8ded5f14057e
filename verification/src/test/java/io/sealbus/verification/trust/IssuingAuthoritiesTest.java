package io.sealbus.verification.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Proof;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificateFactory;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Go 1.26's x509 says of the same certificates in its pools, a self-issued one as a root. */
class IssuingAuthoritiesTest {
  private static final Certificate LEAF =
      CertificateFactory.of("leaf").issuedBy("root").usages(CertificatePath.CODE_SIGNING).build();

  private static boolean proves(Certificate leaf, Certificate... pool) {
    Authority authority = new Authority("https://ca.example.com", List.of(pool), Validity.ALWAYS);
    return IssuingAuthorities.ofPool(List.of(authority)).prove(leaf)
        instanceof Proof.Proven<CertificateChain>;
  }

  @Test
  void rootOfAVersionWithoutConstraintsIssues() {
    assertThat(proves(LEAF, CertificateFactory.of("root").version(1).build())).isTrue();
  }

  @Test
  void rootOfVersionThreeMustBeAnAuthorityToIssue() {
    assertThat(proves(LEAF, CertificateFactory.of("root").build())).isFalse();
    assertThat(proves(LEAF, CertificateFactory.of("root").basicConstraints(false, -1).build()))
        .isFalse();
    assertThat(proves(LEAF, CertificateFactory.authority("root").build())).isTrue();
  }

  @Test
  void selfIssuedCertificateOfTheTrustRootVouchesForItself() {
    Certificate own = CertificateFactory.of("own").usages(CertificatePath.CODE_SIGNING).build();

    assertThat(proves(own, own)).isTrue();
    assertThat(proves(own, CertificateFactory.authority("root").build())).isFalse();
  }

  @Test
  void certificateThatIsNoAuthoritysLinksNothing() {
    Certificate root = CertificateFactory.authority("root").build();
    Certificate between = CertificateFactory.of("between").issuedBy("root").build();
    Certificate leaf = CertificateFactory.of("leaf").issuedBy("between").build();

    assertThat(proves(leaf, root, between)).isFalse();
    assertThat(proves(leaf, root, CertificateFactory.authority("between").issuedBy("root").build()))
        .isTrue();
  }

  @Test
  void certificateOfAnotherIssuerIsNoAnchorInThePool() {
    assertThat(proves(LEAF, LEAF)).isFalse();
  }
}
