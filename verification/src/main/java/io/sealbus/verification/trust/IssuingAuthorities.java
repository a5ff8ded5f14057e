package io.sealbus.verification.trust;

import static io.sealbus.verification.ReasonCode.CERT_UNTRUSTED;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.crypto.SubjectNames;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificate authorities of a trust root, ready for use: who signed whom among them is proven
 * once. Immutable.
 */
public final class IssuingAuthorities {
  /** Fulcio may put an identity into an otherName alone, which is no name to a path. */
  private static final Set<String> TOLERATED = Set.of(SubjectNames.EXTENSION);

  private final List<Issuing> authorities;

  private IssuingAuthorities(List<Issuing> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /** Certificates that are searched together. */
  private record Issuing(CertificatePath path, List<Certificate> intermediates, Validity validFor) {
    Optional<List<Certificate>> find(Certificate leaf, Instant time) {
      return path.find(leaf, intermediates, time, CertificatePath.CODE_SIGNING, TOLERATED);
    }

    /** Whether the chain is one of this authority's and valid at that time. */
    boolean holds(CertificateChain chain, Instant time) {
      List<Certificate> certificates = chain.certificates();
      int last = certificates.size() - 1;
      return path.isAnchor(certificates.get(last))
          && intermediates.containsAll(certificates.subList(Math.min(1, last), last))
          && certificates.stream().allMatch(certificate -> certificate.isValidAt(time));
    }
  }

  /**
   * By the rules for signatures beside an image: all chains are one pool, in any order, in which a
   * self-issued certificate is an anchor, whatever it says of itself, and any other an
   * intermediate. What an anchor or intermediate must be to have issued another is for the path to
   * say. The authorities' windows are not looked at.
   */
  public static IssuingAuthorities ofPool(List<Authority> authorities) {
    var anchors = new ArrayList<Certificate>();
    var intermediates = new ArrayList<Certificate>();
    for (Authority authority : authorities) {
      for (Certificate certificate : authority.chain()) {
        (certificate.isSelfIssued() ? anchors : intermediates).add(certificate);
      }
    }
    return new IssuingAuthorities(
        List.of(
            new Issuing(
                new CertificatePath(anchors, intermediates), intermediates, Validity.ALWAYS)));
  }

  /**
   * By the rules for bundles: each chain is on its own, its last certificate is the anchor, and it
   * counts within its window.
   */
  public static IssuingAuthorities ofChains(List<Authority> authorities) {
    var issuing = new ArrayList<Issuing>();
    for (Authority authority : authorities) {
      int last = authority.chain().size() - 1;
      if (last >= 0) {
        List<Certificate> intermediates = authority.chain().subList(0, last);
        List<Certificate> anchor = authority.chain().subList(last, last + 1);
        issuing.add(
            new Issuing(
                new CertificatePath(anchor, intermediates), intermediates, authority.validFor()));
      }
    }
    return new IssuingAuthorities(issuing);
  }

  /**
   * A chain from {@code leaf} as it stood when the leaf became valid; whether it also holds at the
   * times that count is for {@link CertificateChain#requireValidAt} to say. Refused with {@code
   * CERT_UNTRUSTED}.
   */
  public Proof<CertificateChain> prove(Certificate leaf) {
    return Proof.of(() -> {
      for (Issuing authority : authorities) {
        Optional<List<Certificate>> chain = authority.find(leaf, leaf.notBefore());
        if (chain.isPresent()) {
          return new CertificateChain(chain.get());
        }
      }
      throw untrusted();
    });
  }

  /**
   * A chain from {@code leaf} all of which is valid at {@code observed}, of an authority whose
   * window includes that time. Refused by the code that says what is wrong.
   *
   * @param known a chain that was proven for the leaf at another time; empty for none. Where it
   *     holds at this time too, nothing is proven anew.
   */
  public Proof<CertificateChain> proveAt(
      Certificate leaf, ObservedTime observed, Optional<CertificateChain> known) {
    return Proof.of(() -> provenAt(leaf, observed, known));
  }

  private CertificateChain provenAt(
      Certificate leaf, ObservedTime observed, Optional<CertificateChain> known) throws Refusal {
    Instant time = observed.time();
    for (Issuing authority : authorities) {
      if (authority.validFor.contains(time)) {
        Optional<CertificateChain> chain =
            known
                .filter(k -> authority.holds(k, time))
                .or(() -> authority.find(leaf, time).map(CertificateChain::new));
        if (chain.isPresent()) {
          return chain.get();
        }
      }
    }
    CertificateChain.requireLeafValidAt(leaf, observed);
    prove(leaf).orRefuse().requireValidAt(observed);
    throw new Refusal(
        CERT_UNTRUSTED, "no certificate authority of the trust root is valid at " + time);
  }

  private static Refusal untrusted() {
    return new Refusal(
        CERT_UNTRUSTED,
        "no path from the certificate to a certificate authority of the trust root");
  }
}
