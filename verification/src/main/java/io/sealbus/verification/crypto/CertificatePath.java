package io.sealbus.verification.crypto;

import io.sealbus.verification.facts.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a path from a leaf to a trust anchor, by the rules of Go's {@code x509.Certificate.Verify}
 * rather than those of Java's PKIX: anchors need not be self-signed and must be valid in time too,
 * extended key usages nest, and a leaf that is itself an anchor is a path of one.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://pkg.go.dev/crypto/x509#Certificate.Verify">crypto/x509,
 *     Certificate.Verify</a>
 */
public final class CertificatePath {
  /** Extended key usage of code signing, RFC 5280, section 4.2.1.12. */
  public static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /** Extended key usage of timestamping, RFC 5280, section 4.2.1.12. */
  public static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

  /** Most signatures that one search checks. */
  private static final int MAX_SIGNATURE_CHECKS = 100;

  private final List<Certificate> anchors;

  /** Which certificates of authorities are known to be signed by which. */
  private final Map<Certificate, Set<Certificate>> proven;

  /** Towards {@code anchors}, every one of which is trusted as it is. */
  public CertificatePath(List<Certificate> anchors) {
    this(anchors, List.of());
  }

  /**
   * Towards {@code anchors}; which of {@code authorities}, certificates that will link leaves to
   * them, are signed by which is proven here, once for all searches.
   */
  public CertificatePath(List<Certificate> anchors, List<Certificate> authorities) {
    this.anchors = List.copyOf(anchors);
    var issuers = new HashMap<Certificate, Set<Certificate>>();
    for (Certificate child : authorities) {
      var parents = new HashSet<Certificate>();
      Stream.concat(anchors.stream(), authorities.stream())
          .filter(parent -> child.isIssuedUnderNameOf(parent) && child.isSignedBy(parent))
          .forEach(parents::add);
      issuers.put(child, Set.copyOf(parents));
    }
    this.proven = Map.copyOf(issuers);
  }

  /** Adds the anchors, in their order, to what an answer depends on. */
  public void describe(Reading reading) {
    reading.add(anchors.size());
    anchors.forEach(anchor -> reading.add(anchor.encoded()));
  }

  /** Whether paths may end at {@code certificate}. */
  public boolean isAnchor(Certificate certificate) {
    return anchors.contains(certificate);
  }

  /** What a search is about. */
  private record Search(
      List<Certificate> intermediates,
      Instant time,
      @Nullable String usage,
      Set<String> tolerated) {}

  /**
   * The first path that holds.
   *
   * @param leaf the certificate in question
   * @param intermediates certificates of no standing that may link it to an anchor
   * @param time when every certificate of the path must be valid, both ends inclusive
   * @param usage extended key usage that the path must allow; null where any will do
   * @param toleratedInLeaf critical extensions of the leaf that the caller understands
   * @return leaf first, anchor last; empty where there is no path
   */
  public Optional<List<Certificate>> find(
      Certificate leaf,
      List<Certificate> intermediates,
      Instant time,
      @Nullable String usage,
      Set<String> toleratedInLeaf) {
    var search = new Search(intermediates, time, usage, toleratedInLeaf);
    if (!toleratedInLeaf.containsAll(leaf.unhandledCritical()) || !leaf.isValidAt(time)) {
      return Optional.empty();
    }
    if (anchors.contains(leaf)) {
      List<Certificate> chain = List.of(leaf);
      return isAcceptable(chain, usage) ? Optional.of(chain) : Optional.empty();
    }
    return Optional.ofNullable(extend(search, List.of(leaf), new int[1]));
  }

  private @Nullable List<Certificate> extend(Search search, List<Certificate> chain, int[] checks) {
    Certificate last = chain.get(chain.size() - 1);
    for (Certificate anchor : anchors) {
      if (isParent(search, chain, last, anchor, true, checks)) {
        List<Certificate> complete = append(chain, anchor);
        if (isAcceptable(complete, search.usage)) {
          return complete;
        }
      }
    }
    for (Certificate candidate : search.intermediates) {
      if (isParent(search, chain, last, candidate, false, checks)) {
        List<Certificate> complete = extend(search, append(chain, candidate), checks);
        if (complete != null) {
          return complete;
        }
      }
    }
    return null;
  }

  private boolean isParent(
      Search search,
      List<Certificate> chain,
      Certificate child,
      Certificate parent,
      boolean anchor,
      int[] checks) {
    if (!child.isIssuedUnderNameOf(parent)) {
      return false;
    }
    checks[0]++;
    if (checks[0] > MAX_SIGNATURE_CHECKS
        || parent.key() == null
        || chain.stream().anyMatch(parent::isSameEntity)) {
      return false;
    }
    CertificateExtensions extensions = parent.extensions();
    return parent.unhandledCritical().isEmpty()
        && parent.isValidAt(search.time)
        && (anchor || extensions.isAuthority())
        && extensions.allowsIntermediates(chain.size() - 1)
        && isSigned(child, parent);
  }

  private boolean isSigned(Certificate child, Certificate parent) {
    Set<Certificate> issuers = proven.get(child);
    return issuers != null && issuers.contains(parent) || child.isSignedBy(parent);
  }

  private static List<Certificate> append(List<Certificate> chain, Certificate certificate) {
    var longer = new ArrayList<>(chain);
    longer.add(certificate);
    return longer;
  }

  /** What is checked once a chain is complete: usages, name constraints, certificate policies. */
  private static boolean isAcceptable(List<Certificate> chain, @Nullable String usage) {
    if (!CertificatePolicies.areValid(chain)) {
      return false;
    }
    for (int i = 0; i < chain.size(); i++) {
      CertificateExtensions extensions = chain.get(i).extensions();
      NameConstraints constraints = extensions.constraints();
      if (usage != null && !extensions.allowsUsage(usage)) {
        return false;
      }
      if (constraints != null && !constraints.isEmpty()) {
        for (Certificate below : chain.subList(0, i)) {
          if (!constraints.accept(below.extensions().names())) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
