package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trust roots by the names that policies give them.
 *
 * @param named what came of each TrustRoot, by name
 * @param defaultRoot what counts where a policy names none; null where none is configured
 */
record TrustSource(
    Map<String, Proof<TrustedRoot>> named, @Nullable TrustedRoot defaultRoot, Profile profile) {
  TrustSource {
    named = Map.copyOf(named);
  }

  /**
   * The trust root called {@code name}, or the default one for null.
   *
   * @throws Refusal in the controller's words, which knows no difference between a TrustRoot that
   *     is not there and one that is of no use
   */
  TrustedRoot require(@Nullable String name) throws Refusal {
    if (name == null) {
      if (defaultRoot == null) {
        throw new Refusal(ReasonCode.TRUST_ROOT_MISSING, "no default trusted root is configured");
      }
      return defaultRoot;
    }
    Proof<TrustedRoot> root = named.get(name);
    String missing = "trustRootRef " + name + " not found";
    if (root == null) {
      throw new Refusal(ReasonCode.TRUST_ROOT_MISSING, missing);
    }
    return switch (root) {
      case Proof.Proven<TrustedRoot>(TrustedRoot usable) -> {
        requireEcdsaLogs(usable.transparencyLogs(), missing);
        yield usable;
      }
      case Proof.Refused<TrustedRoot>(Reason reason) ->
          throw new Refusal(reason.code(), missing + ": " + reason.message());
    };
  }

  /** The controller gives up a TrustRoot that has a log of another kind, such as Rekor v2's. */
  private void requireEcdsaLogs(List<Log> logs, String missing) throws Refusal {
    for (int i = 0; i < logs.size(); i++) {
      if (profile == Profile.REFERENCE && !logs.get(i).key().isEcdsa()) {
        throw new Refusal(
            ReasonCode.TRUST_ROOT_INVALID,
            missing + ": public key " + i + " is not ecdsa.PublicKey");
      }
    }
  }
}
