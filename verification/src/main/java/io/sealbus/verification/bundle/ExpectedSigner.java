package io.sealbus.verification.bundle;

import io.sealbus.verification.crypto.VerificationKey;
import java.util.function.Predicate;

/** Who must have signed. It comes from the policy; what a bundle says of it is not asked. */
public sealed interface ExpectedSigner {
  /**
   * The holder of a certificate that was issued, under the trust root, to one of these.
   *
   * @param accepts free of side effects
   */
  record OfIdentity(Predicate<SigningIdentity> accepts) implements ExpectedSigner {}

  /**
   * The holder of any certificate that was issued under the trust root. For a caller that remembers
   * what was proven and compares {@link VerifiedBundle#identity()} each time; without that, anybody
   * would do.
   */
  static ExpectedSigner insecureAnyIdentity() {
    return new OfIdentity(identity -> true);
  }

  /** The holder of a key. */
  record OfKey(VerificationKey key) implements ExpectedSigner {}
}
