package io.sealbus.verification.containers;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.ValidityPeriod;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.facts.Reading;
import java.time.Instant;
import java.util.List;

/** A {@link RootOfTrust} ready for use: its material is parsed. */
sealed interface TrustRoot {
  /**
   * Which keys may have made a signature.
   *
   * @throws Rejection where its annotations do not lead to one
   */
  SigningKeys signingKeys(UntrustedSignature signature, Instant now) throws Rejection;

  /**
   * Adds everything that {@link #signingKeys} depends on but the signature and the time; false
   * where that is no more than what is looked up to check a signature anyway.
   */
  default boolean describe(Reading reading) {
    return false;
  }

  /**
   * The time in which all certificates are valid that {@link #signingKeys} looks at by its clock;
   * any where it looks at none. What it finds then is the same throughout.
   *
   * @param signature that it once vouched for; at no time where nothing can be said
   */
  default ValidityPeriod validity(UntrustedSignature signature) {
    return ValidityPeriod.ANY;
  }

  /** Material that cannot be used; it rejects every signature, and only when there is one. */
  record Unusable(String why) implements TrustRoot {
    @Override
    public SigningKeys signingKeys(UntrustedSignature signature, Instant now) throws Rejection {
      throw new Rejection(ReasonCode.TRUST_ROOT_INVALID, why);
    }
  }

  /** Keys that the policy names; annotations other than the signature do not matter. */
  record Keys(List<VerificationKey> keys) implements TrustRoot {
    @Override
    public SigningKeys signingKeys(UntrustedSignature signature, Instant now) {
      return SigningKeys.ofPolicy(keys);
    }
  }

  /** Keys that the policy names, of signatures that a log promised. */
  record LoggedKeys(List<VerificationKey> keys, LogPromise.Verifier log) implements TrustRoot {
    @Override
    public boolean describe(Reading reading) {
      reading.add("keys").add(keys.size());
      keys.forEach(key -> key.describe(reading));
      log.describe(reading);
      return true;
    }

    @Override
    public SigningKeys signingKeys(UntrustedSignature signature, Instant now) throws Rejection {
      LogPromise promise = log.verify(signature.require(UntrustedSignature.BUNDLE));
      Rejection told = null;
      for (VerificationKey key : keys) {
        try {
          promise.requireAbout(key.spki(), signature);
          return SigningKeys.ofPolicy(List.of(key));
        } catch (Rejection e) {
          // "Another key" is said of every key but one, and the least telling of all.
          told = told == null || told.code() == ReasonCode.REKOR_MISMATCH ? e : told;
        }
      }
      throw told == null
          ? new Rejection(ReasonCode.TRUST_ROOT_INVALID, "the policy has no key")
          : told;
    }
  }

  /** Certificates of a Fulcio, at the time that a log promised. */
  record FulcioCertificates(FulcioCheck check, LogPromise.Verifier log) implements TrustRoot {
    @Override
    public boolean describe(Reading reading) {
      reading.add("fulcio");
      check.describe(reading);
      log.describe(reading);
      return true;
    }

    @Override
    public SigningKeys signingKeys(UntrustedSignature signature, Instant now) throws Rejection {
      String bundle = signature.require(UntrustedSignature.BUNDLE);
      String certificate = signature.require(UntrustedSignature.CERTIFICATE);
      LogPromise promise = log.verify(bundle);
      promise.requireAboutPem(certificate, signature);
      return check.signingKeys(
          certificate, signature.get(UntrustedSignature.CHAIN), promise.integratedTime());
    }
  }

  /** Certificates of one's own PKI, now. */
  record PkiCertificates(PkiCheck check) implements TrustRoot {
    @Override
    public boolean describe(Reading reading) {
      reading.add("pki");
      check.describe(reading);
      return true;
    }

    @Override
    public ValidityPeriod validity(UntrustedSignature signature) {
      return check.validity(
          signature.get(UntrustedSignature.CERTIFICATE), signature.get(UntrustedSignature.CHAIN));
    }

    @Override
    public SigningKeys signingKeys(UntrustedSignature signature, Instant now) throws Rejection {
      String certificate = signature.require(UntrustedSignature.CERTIFICATE);
      return check.signingKeys(certificate, signature.get(UntrustedSignature.CHAIN), now);
    }
  }
}
