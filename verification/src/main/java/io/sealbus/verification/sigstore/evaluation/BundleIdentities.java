package io.sealbus.verification.sigstore.evaluation;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.bundle.SigningIdentity;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.golang.GoRegexp;
import io.sealbus.verification.sigstore.Authority.Identity;
import io.sealbus.verification.sigstore.Authority.TextRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose bundles are accepted: one identity must match in both parts. Unlike beside an image, a
 * plain text beside a pattern must hold as well.
 */
final class BundleIdentities {
  private final List<Identity> identities;
  private final List<Rule> rules;

  private BundleIdentities(List<Identity> identities, List<Rule> rules) {
    this.identities = List.copyOf(identities);
    this.rules = List.copyOf(rules);
  }

  private record Matching(String text, Pattern compiled) {}

  private record Part(@Nullable String value, @Nullable Matching pattern) {
    static Part of(TextRule rule) {
      return switch (rule) {
        case TextRule.Exactly(String value) -> new Part(value, null);
        case TextRule.Matching(String pattern, String value) ->
            new Part(value, new Matching(pattern, GoRegexp.compile(pattern)));
      };
    }

    /** What is wrong with {@code found}, in the controller's words; null for nothing. */
    @Nullable String fault(String what, String found) {
      if (value != null && !value.equals(found)) {
        return "expected " + what + " value " + quoted(value) + ", got " + quoted(found);
      }
      if (pattern != null && !pattern.compiled.matcher(found).find()) {
        return "expected "
            + what
            + " value to match regex "
            + quoted(pattern.text)
            + ", got "
            + quoted(found);
      }
      return null;
    }

    private static String quoted(String text) {
      return "\"" + Quoted.of(text) + "\"";
    }
  }

  private record Rule(Part issuer, Part subject) {
    @Nullable String fault(SigningIdentity identity) {
      String fault = subject.fault("SAN", identity.subject());
      return fault == null ? issuer.fault("issuer", identity.issuer()) : fault;
    }
  }

  /**
   * Compiles all patterns.
   *
   * @throws PatternSyntaxException for what admission refuses
   */
  static BundleIdentities of(List<Identity> identities) {
    return new BundleIdentities(
        identities,
        identities.stream().map(i -> new Rule(Part.of(i.issuer()), Part.of(i.subject()))).toList());
  }

  /** Adds all of them to what an answer depends on. */
  void describe(Reading reading) {
    IdentityCheck.describe(identities, reading);
  }

  /** Whether there are several. */
  boolean areSeveral() {
    return rules.size() > 1;
  }

  /** Whether {@code identity} is one of these. */
  boolean accept(SigningIdentity identity) {
    return rules.stream().anyMatch(rule -> rule.fault(identity) == null);
  }

  /** Why {@code identity} is none of these, in the controller's words. */
  String fault(SigningIdentity identity) {
    String last = "";
    for (Rule rule : rules) {
      String fault = rule.fault(identity);
      last = fault == null ? last : fault;
    }
    return "no matching CertificateIdentity found, last error: " + last;
  }
}
