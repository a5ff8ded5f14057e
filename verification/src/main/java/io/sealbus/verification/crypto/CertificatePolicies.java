package io.sealbus.verification.crypto;

import static io.sealbus.verification.crypto.PolicyExtensions.ANY_POLICY;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.PolicyExtensions.Mapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates the certificate policies of a path for a user to whom any policy is good, as Go does.
 * What the anchor says does not count.
 *
 * <p>Only the deepest level of the policy graph is kept: for such a user the rest of the graph
 * decides nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-6.1">RFC 5280, section 6.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9618#section-5">RFC 9618, section 5</a>
 */
final class CertificatePolicies {
  /**
   * Valid policies of the deepest level, each with what is expected below it; null for no graph.
   */
  private @Nullable Map<Bytes, Set<Bytes>> level = Map.of(ANY_POLICY, Set.of(ANY_POLICY));

  private long explicit;
  private long mapping;
  private long inhibitAny;

  private CertificatePolicies(int certificates) {
    explicit = certificates + 1L;
    mapping = certificates + 1L;
    inhibitAny = certificates + 1L;
  }

  /** Whether the policies of {@code chain}, leaf first and anchor last, hold. */
  static boolean areValid(List<Certificate> chain) {
    int certificates = chain.size() - 1;
    if (certificates == 0) {
      return true;
    }
    var state = new CertificatePolicies(certificates);
    for (int i = certificates - 1; i >= 0; i--) {
      if (!state.take(chain.get(i), i == 0)) {
        return false;
      }
    }
    // Section 6.1.5 (a), (b) and (g).
    long left = Math.max(0, state.explicit - 1);
    boolean needed =
        left == 0 || chain.getFirst().extensions().policyExtensions().requiresExplicitNow();
    return !needed || state.level != null && !state.level.isEmpty();
  }

  private boolean take(Certificate certificate, boolean leaf) {
    PolicyExtensions says = certificate.extensions().policyExtensions();
    if (says.policies().isEmpty()) {
      level = null;
    }
    if (explicit == 0 && level == null) {
      return false;
    }
    boolean selfIssued = certificate.isIssuedUnderNameOf(certificate);
    if (level != null) {
      Map<Bytes, Set<Bytes>> next =
          next(level, says.policies(), inhibitAny > 0 || !leaf && selfIssued);
      level = next;
      if (!leaf && !map(next, says.mappings())) {
        return false;
      }
    }
    if (!leaf) {
      count(says, selfIssued);
    }
    return true;
  }

  /** Section 6.1.3 (d). */
  private static Map<Bytes, Set<Bytes>> next(
      Map<Bytes, Set<Bytes>> parents, Set<Bytes> policies, boolean anyCounts) {
    var next = new HashMap<Bytes, Set<Bytes>>();
    for (Bytes policy : policies) {
      boolean expected = parents.values().stream().anyMatch(set -> set.contains(policy));
      if (!policy.equals(ANY_POLICY) && (expected || parents.containsKey(ANY_POLICY))) {
        next.put(policy, Set.of(policy));
      }
    }
    if (policies.contains(ANY_POLICY) && anyCounts) {
      for (Set<Bytes> expected : parents.values()) {
        expected.forEach(policy -> next.putIfAbsent(policy, Set.of(policy)));
      }
    }
    return next;
  }

  /** Section 6.1.4 (a) and (b); false where a mapping is invalid. */
  private boolean map(Map<Bytes, Set<Bytes>> next, List<Mapping> mappings) {
    var subjects = new HashMap<Bytes, Set<Bytes>>();
    for (Mapping entry : mappings) {
      if (mapping <= 0) {
        next.remove(entry.issuer());
      } else if (entry.issuer().equals(ANY_POLICY) || entry.subject().equals(ANY_POLICY)) {
        return false;
      } else {
        subjects.computeIfAbsent(entry.issuer(), i -> new HashSet<>()).add(entry.subject());
      }
    }
    subjects.forEach((issuer, expected) -> {
      if (next.containsKey(issuer) || next.containsKey(ANY_POLICY)) {
        next.put(issuer, expected);
      }
    });
    return true;
  }

  /** Section 6.1.4 (h) to (j). */
  private void count(PolicyExtensions says, boolean selfIssued) {
    if (!selfIssued) {
      explicit = Math.max(0, explicit - 1);
      mapping = Math.max(0, mapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    explicit = says.requireExplicit(explicit);
    mapping = says.inhibitMapping(mapping);
    inhibitAny = says.inhibitAny(inhibitAny);
  }
}
