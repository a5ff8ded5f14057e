package io.sealbus.verification.bundle;

import static io.sealbus.verification.ReasonCode.TIMESTAMP_INVALID;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_MISSING;
import static io.sealbus.verification.ReasonCode.TSA_UNTRUSTED;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.timestamp.TimestampResponse;
import io.sealbus.verification.timestamp.TimestampRules;
import io.sealbus.verification.timestamp.TimestampVerifier;
import io.sealbus.verification.timestamp.UntrustedTimestamp;
import io.sealbus.verification.timestamp.VerifiedTimestamp;
import io.sealbus.verification.trust.ObservedTime;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The timestamps of a bundle, tried with every timestamp authority of a trust root. */
record ObservedTimestamps(List<TimestampVerifier> verifiers, SignatureProvider provider) {
  static ObservedTimestamps of(List<Authority> authorities, SignatureProvider provider) {
    return new ObservedTimestamps(
        authorities.stream()
            .map(authority -> TimestampVerifier.of(authority, TimestampRules.BUNDLE, provider))
            .toList(),
        provider);
  }

  /** Times that count. */
  record Seen(List<ObservedTime> times, boolean dependsOnNow) {}

  /**
   * Proves as many times as required. One authority counts once, however many timestamps of its
   * there are; timestamps that do not hold are passed over.
   *
   * @param integrated times at which logs took the signature
   */
  Seen prove(
      UntrustedBundle bundle,
      List<ObservedTime> integrated,
      BundleRequirements requirements,
      Instant now)
      throws Refusal {
    var times =
        new ArrayList<ObservedTime>(requirements.integratedTimes() ? integrated : List.of());
    var seenBy = new HashSet<String>();
    boolean dependsOnNow = false;
    Refusal passedOver = new Refusal(TIMESTAMP_MISSING, "the bundle has no signed timestamp");
    boolean wanted = requirements.signedTimestamps() > 0 || requirements.observedTimes() > 0;
    for (TimestampResponse response : wanted ? bundle.timestamps() : List.<TimestampResponse>of()) {
      switch (verify(response, bundle.content().signature(), now)) {
        case Proof.Proven<VerifiedTimestamp>(VerifiedTimestamp timestamp) -> {
          if (seenBy.add(timestamp.authority().uri())) {
            times.add(new ObservedTime(timestamp.time(), ObservedTime.Source.TIMESTAMP));
            dependsOnNow |= timestamp.dependsOnNow();
          }
        }
        case Proof.Refused<VerifiedTimestamp>(Reason reason) ->
            passedOver = new Refusal(reason.code(), reason.message());
      }
    }
    if (seenBy.size() < requirements.signedTimestamps()
        || times.size() < requirements.observedTimes()) {
      throw passedOver;
    }
    return new Seen(times, dependsOnNow);
  }

  /** By the first authority that proves it; else what is wrong with it rather than who is not. */
  private Proof<VerifiedTimestamp> verify(
      TimestampResponse response, byte[] signature, Instant now) {
    return Proof.of(() -> {
      UntrustedTimestamp timestamp = response.read(provider).orRefuse();
      var refusal = new Refusal(TSA_UNTRUSTED, "the trust root has no timestamp authority");
      for (TimestampVerifier verifier : verifiers) {
        switch (verifier.verify(timestamp, signature, now)) {
          case Proof.Proven<VerifiedTimestamp>(VerifiedTimestamp verified) -> {
            return verified;
          }
          case Proof.Refused<VerifiedTimestamp>(Reason reason) -> {
            if (refusal.code() != TIMESTAMP_INVALID) {
              refusal = new Refusal(reason.code(), reason.message());
            }
          }
        }
      }
      throw refusal;
    });
  }
}
