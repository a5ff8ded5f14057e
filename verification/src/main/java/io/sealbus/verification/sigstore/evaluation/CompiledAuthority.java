package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.ACCEPTED_WITHOUT_SIGNATURE_CHECK;
import static io.sealbus.verification.ReasonCode.STATIC_FAIL;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.evidence.Place;
import java.util.List;
import java.util.Set;

/** An authority ready for use. */
interface CompiledAuthority {
  /** Its name. */
  String name();

  /** Where it looks for what it needs. */
  Set<Place> places();

  /** What it says. */
  AuthorityResult check(PolicySubject subject);

  /** Every image passes. */
  record StaticPass(String name) implements CompiledAuthority {
    @Override
    public Set<Place> places() {
      return Set.of();
    }

    @Override
    public AuthorityResult check(PolicySubject subject) {
      Reason reason =
          Reason.of(ACCEPTED_WITHOUT_SIGNATURE_CHECK, "authority " + name + " passes every image");
      return AuthorityResult.holds(name, reason, new AuthorityMatch.Static(), List.of(), null);
    }
  }

  /** No image passes. */
  record StaticFail(String name, String message) implements CompiledAuthority {
    @Override
    public Set<Place> places() {
      return Set.of();
    }

    @Override
    public AuthorityResult check(PolicySubject subject) {
      Reason reason = Reason.of(STATIC_FAIL, "disallowed by static policy: " + message);
      return AuthorityResult.fails(name, reason, List.of(), null);
    }
  }

  /** It cannot be asked, whatever the image: what it refers to is not there or of no use. */
  record Unusable(String name, Reason reason) implements CompiledAuthority {
    @Override
    public Set<Place> places() {
      return Set.of();
    }

    @Override
    public AuthorityResult check(PolicySubject subject) {
      return reason.code().decision() == Decision.UNDECIDED
          ? AuthorityResult.unknown(name, reason, List.of())
          : AuthorityResult.fails(name, reason, List.of(), null);
    }
  }
}
