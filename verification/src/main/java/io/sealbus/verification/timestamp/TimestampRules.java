package io.sealbus.verification.timestamp;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import io.sealbus.verification.trust.Validity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between timestamps beside an image and timestamps in a bundle. */
public enum TimestampRules {
  /**
   * Beside an image: an authority's certificates come in any order and its window is not looked at.
   * Imprints of SHA-1 are taken.
   */
  LEGACY(true) {
    /** Self-issued authorities are anchors, others intermediates, what is no authority the leaf. */
    @Override
    Roles roles(Authority authority) {
      var anchors = new ArrayList<Certificate>();
      var intermediates = new ArrayList<Certificate>();
      var leaves = new ArrayList<Certificate>();
      for (Certificate certificate : authority.chain()) {
        if (!certificate.isAuthority()) {
          leaves.add(certificate);
        } else {
          (certificate.isSelfIssued() ? anchors : intermediates).add(certificate);
        }
      }
      return new Roles(
          anchors, intermediates, leaves.isEmpty() ? null : leaves.get(0), Validity.ALWAYS);
    }
  },

  /** In a bundle: an authority's certificates lead from the leaf to the anchor, within a window. */
  BUNDLE(false) {
    /** The last is the anchor; the first is the leaf unless it is an authority's. */
    @Override
    Roles roles(Authority authority) {
      List<Certificate> chain = authority.chain();
      boolean hasLeaf = !chain.isEmpty() && !chain.get(0).isAuthority();
      int start = hasLeaf ? 1 : 0;
      int last = Math.max(start, chain.size() - 1);
      return new Roles(
          chain.subList(last, chain.size()),
          chain.subList(start, last),
          hasLeaf ? chain.get(0) : null,
          authority.validFor());
    }
  };

  private final boolean allowsSha1;

  TimestampRules(boolean allowsSha1) {
    this.allowsSha1 = allowsSha1;
  }

  abstract Roles roles(Authority authority);

  boolean allowsSha1() {
    return allowsSha1;
  }

  /**
   * What an authority's certificates are for.
   *
   * @param leaf the only one that may have signed; null where tokens bring their own
   */
  record Roles(
      List<Certificate> anchors,
      List<Certificate> intermediates,
      @Nullable Certificate leaf,
      Validity validFor) {
    /** All below the anchors: who signed them need be proven only once. */
    List<Certificate> toProve() {
      var certificates = new ArrayList<>(intermediates);
      if (leaf != null) {
        certificates.add(leaf);
      }
      return certificates;
    }
  }
}
