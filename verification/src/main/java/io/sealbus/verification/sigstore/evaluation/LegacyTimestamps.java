package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.TIMESTAMP_INVALID;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_MISSING;
import static io.sealbus.verification.ReasonCode.TSA_UNTRUSTED;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.timestamp.TimestampResponse;
import io.sealbus.verification.timestamp.TimestampRules;
import io.sealbus.verification.timestamp.TimestampVerifier;
import io.sealbus.verification.timestamp.UntrustedTimestamp;
import io.sealbus.verification.timestamp.VerifiedTimestamp;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The timestamp authorities of a trust root, any of which may have seen a signature.
 *
 * @param verifiers of {@code authorities}
 * @param required whether a signature without a timestamp is refused
 */
record LegacyTimestamps(
    List<Authority> authorities,
    List<TimestampVerifier> verifiers,
    boolean required,
    SignatureProvider provider) {
  private static final String PREFIX = "unable to verify RFC3161 timestamp bundle: ";

  LegacyTimestamps {
    authorities = List.copyOf(authorities);
    verifiers = List.copyOf(verifiers);
  }

  /**
   * As the policy is written every authority counts and a timestamp is needed. For the controller
   * the last authority counts alone, and a signature without a timestamp is not refused.
   */
  static LegacyTimestamps of(
      List<Authority> authorities, Profile profile, SignatureProvider provider) {
    List<Authority> counting =
        profile == Profile.REFERENCE && !authorities.isEmpty()
            ? authorities.subList(authorities.size() - 1, authorities.size())
            : authorities;
    return new LegacyTimestamps(
        counting,
        counting.stream()
            .map(a -> TimestampVerifier.of(a, TimestampRules.LEGACY, provider))
            .toList(),
        profile == Profile.AS_WRITTEN,
        provider);
  }

  /** Adds everything that the answer depends on but the signature and the time. */
  void describe(Reading reading) {
    reading.add(required ? "timestamps" : "timestamps, if any");
    TrustedRoot.describe(authorities, reading);
  }

  /** The timestamp of {@code layer}; empty where it has none and needs none. */
  Optional<VerifiedTimestamp> require(LegacySignature layer, Instant now) throws Refusal {
    TimestampResponse response = layer.timestamp();
    if (response == null) {
      if (required) {
        throw new Refusal(
            TIMESTAMP_MISSING, "the policy wants a signed timestamp and the signature has none");
      }
      return Optional.empty();
    }
    if (verifiers.isEmpty()) {
      throw new Refusal(
          TSA_UNTRUSTED, PREFIX + "no TSA root certificate(s) provided to verify timestamp");
    }
    UntrustedTimestamp timestamp =
        switch (response.read(provider)) {
          case Proof.Proven<UntrustedTimestamp>(UntrustedTimestamp parsed) -> parsed;
          case Proof.Refused<UntrustedTimestamp>(Reason reason) -> throw refusal(reason);
        };
    Reason last = Reason.of(ReasonCode.TSA_UNTRUSTED, "no timestamp authority");
    for (TimestampVerifier verifier : verifiers) {
      switch (verifier.verify(timestamp, layer.timestampedBytes(), now)) {
        case Proof.Proven<VerifiedTimestamp>(VerifiedTimestamp verified) -> {
          return Optional.of(verified);
        }
        // What is wrong with it says more than whose it is not.
        case Proof.Refused<VerifiedTimestamp>(Reason reason) ->
            last = last.code() == TIMESTAMP_INVALID ? last : reason;
      }
    }
    throw refusal(last);
  }

  private static Refusal refusal(Reason reason) {
    return new Refusal(reason.code(), PREFIX + reason.message());
  }
}
