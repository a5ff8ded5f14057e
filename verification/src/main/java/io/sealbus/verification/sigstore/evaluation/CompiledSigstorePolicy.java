package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK;
import static io.sealbus.verification.ReasonCode.NO_AUTHORITY;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ClusterImagePolicy.ImagePolicyText;
import io.sealbus.verification.sigstore.ClusterImagePolicy.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy ready for use.
 *
 * @param text what must hold over the results of the authorities; null for nothing
 * @param fault why the policy could not be compiled; it refuses what it governs then. Null for
 *     nothing
 * @param vanishes whether there is no such policy for the controller, because of the fault
 */
record CompiledSigstorePolicy(
    ClusterImagePolicy policy,
    List<CompiledAuthority> authorities,
    @Nullable CompiledText text,
    @Nullable Reason fault,
    boolean vanishes,
    Profile profile) {
  CompiledSigstorePolicy {
    authorities = List.copyOf(authorities);
  }

  /** Whether the policy is for this workload; one that is not known is no bar. */
  boolean isFor(@Nullable Workload workload) {
    return workload == null || WorkloadMatching.matches(policy.match(), workload);
  }

  /** Where evidence must be looked for to ask this policy. */
  Set<Place> places() {
    var places = new LinkedHashSet<Place>();
    authorities.forEach(authority -> places.addAll(authority.places()));
    ImagePolicyText wanted = policy.policy();
    if (wanted != null && wanted.fetchConfigFile()) {
      places.add(Place.CONFIG);
    }
    return places;
  }

  /** Whether every authority would pass every image, so that nothing need be known of one. */
  boolean passesAnything() {
    return fault == null
        && text == null
        && authorities.stream().anyMatch(CompiledAuthority.StaticPass.class::isInstance);
  }

  PolicyOutcome evaluate(PolicySubject subject) {
    if (fault != null) {
      return outcome(Decision.DENIED, List.of(fault), List.of(), null);
    }
    if (authorities.isEmpty()) {
      return withoutAuthorities();
    }
    var results = new ArrayList<AuthorityResult>(authorities.size());
    var holding = new ArrayList<AuthorityResult>(authorities.size());
    for (CompiledAuthority authority : authorities) {
      AuthorityResult result = authority.check(subject);
      results.add(result);
      if (result.match().isPresent()) {
        holding.add(result);
      }
    }
    ImagePolicyText wanted = policy.policy();
    if (!holding.isEmpty() && text != null && wanted != null) {
      return overAll(text, wanted, results, subject);
    }
    if (!holding.isEmpty()) {
      Reason reason = holding.get(0).outcome().reason();
      return outcome(Decision.ALLOWED, List.of(reason), results, latest(holding));
    }
    Decision decision = undecided(results) ? Decision.UNDECIDED : Decision.DENIED;
    return outcome(decision, failures(results, decision), results, earliest(results));
  }

  /** The controller fails to process such a policy, and then forgets to say so. */
  private PolicyOutcome withoutAuthorities() {
    return profile == Profile.REFERENCE
        ? outcome(
            Decision.ALLOWED,
            List.of(Reason.of(ACCEPTED_WITHOUT_SIGNATURE_CHECK, "the policy has no authority")),
            List.of(),
            null)
        : outcome(
            Decision.DENIED,
            List.of(Reason.of(NO_AUTHORITY, "failed to process policy: " + policy.key().name())),
            List.of(),
            null);
  }

  /** The policy over the results; what is missing among them could change its answer. */
  private PolicyOutcome overAll(
      CompiledText compiled,
      ImagePolicyText wanted,
      List<AuthorityResult> results,
      PolicySubject subject) {
    if (undecided(results)) {
      return outcome(
          Decision.UNDECIDED, failures(results, Decision.UNDECIDED), results, earliest(results));
    }
    Map<String, AuthorityMatch> matches = new LinkedHashMap<>();
    results.forEach(r -> r.match().ifPresent(match -> matches.put(r.outcome().authority(), match)));
    try {
      compiled.require("ClusterImagePolicy", PolicyDocument.of(matches, wanted, subject));
      Reason reason =
          results.stream()
              .filter(r -> r.match().isPresent())
              .map(r -> r.outcome().reason())
              .findFirst()
              .orElseThrow();
      return outcome(Decision.ALLOWED, List.of(reason), results, earliest(results));
    } catch (Refusal e) {
      var reasons = new ArrayList<Reason>();
      reasons.add(e.reason());
      reasons.addAll(failures(results, Decision.DENIED));
      boolean unknown = e.code().decision() == Decision.UNDECIDED;
      return outcome(
          unknown ? Decision.UNDECIDED : Decision.DENIED, reasons, results, earliest(results));
    }
  }

  private PolicyOutcome outcome(
      Decision decision,
      List<Reason> reasons,
      List<AuthorityResult> results,
      @Nullable Instant until) {
    boolean warns = policy.mode() == Mode.WARN && !decision.admits();
    var outcomes = new ArrayList<AuthorityOutcome>(results.size());
    for (AuthorityResult result : results) {
      outcomes.add(result.outcome());
    }
    return new PolicyOutcome(
        policy.key(),
        policy.mode(),
        warns ? Decision.WARNED : decision,
        reasons,
        outcomes,
        List.of(),
        until);
  }

  private static boolean undecided(List<AuthorityResult> results) {
    for (AuthorityResult result : results) {
      if (result.decision() == Decision.UNDECIDED) {
        return true;
      }
    }
    return false;
  }

  /** Those of {@code first} before the others. */
  private static List<Reason> failures(List<AuthorityResult> results, Decision first) {
    var reasons = new ArrayList<Reason>();
    var others = new ArrayList<Reason>();
    for (AuthorityResult result : results) {
      if (result.match().isEmpty()) {
        (result.decision() == first ? reasons : others).add(result.outcome().reason());
      }
    }
    reasons.addAll(others);
    return reasons;
  }

  private static @Nullable Instant earliest(List<AuthorityResult> results) {
    Instant earliest = null;
    for (AuthorityResult result : results) {
      earliest = Times.earlier(earliest, result.outcome().validUntil());
    }
    return earliest;
  }

  /** Any authority suffices, so what holds longest counts. */
  private static @Nullable Instant latest(List<AuthorityResult> holding) {
    Instant latest = Instant.MIN;
    for (AuthorityResult result : holding) {
      Instant until = result.outcome().validUntil();
      if (until == null) {
        return null;
      }
      latest = until.isAfter(latest) ? until : latest;
    }
    return latest;
  }
}
