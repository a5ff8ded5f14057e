package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.IDENTITY_MISMATCH;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.DerText;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SubjectNames;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.golang.GoRegexp;
import io.sealbus.verification.sigstore.Authority.Identity;
import io.sealbus.verification.sigstore.Authority.TextRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose certificates are accepted: one identity must match in both parts. A pattern is RE2, finds
 * anywhere, and wins over a plain text beside it.
 *
 * @see <a href="https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md">Fulcio, OID
 *     information</a>
 */
final class IdentityCheck {
  private static final String ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
  private static final String ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";

  private final List<Identity> identities;
  private final List<Rule> rules;
  private final Profile profile;

  private record Rule(Predicate<String> issuer, Predicate<String> subject) {}

  private IdentityCheck(List<Identity> identities, List<Rule> rules, Profile profile) {
    this.identities = List.copyOf(identities);
    this.rules = List.copyOf(rules);
    this.profile = profile;
  }

  /**
   * Compiles all patterns.
   *
   * @throws PatternSyntaxException for what admission refuses
   */
  static IdentityCheck of(List<Identity> identities, Profile profile) {
    return new IdentityCheck(
        identities,
        identities.stream()
            .map(identity -> new Rule(predicate(identity.issuer()), predicate(identity.subject())))
            .toList(),
        profile);
  }

  private static Predicate<String> predicate(TextRule rule) {
    return switch (rule) {
      case TextRule.Exactly(String value) -> value::equals;
      case TextRule.Matching(String pattern, String ignored) -> {
        Pattern compiled = GoRegexp.compile(pattern);
        yield text -> compiled.matcher(text).find();
      }
    };
  }

  /** Adds all of it to what an answer depends on. */
  void describe(Reading reading) {
    reading.add(profile.name());
    describe(identities, reading);
  }

  /** Adds all of {@code identities} to what an answer depends on, in their order. */
  static void describe(List<Identity> identities, Reading reading) {
    reading.add(identities.size());
    for (Identity identity : identities) {
      describe(identity.issuer(), reading);
      describe(identity.subject(), reading);
    }
  }

  private static void describe(TextRule rule, Reading reading) {
    switch (rule) {
      case TextRule.Exactly(String value) -> reading.add("exactly").add(value);
      case TextRule.Matching(String pattern, String value) ->
          reading.add("matching").add(pattern).add(value);
    }
  }

  /** Refuses a certificate that is none of the policy's. */
  void require(Certificate certificate) throws Refusal {
    String issuer = issuer(certificate);
    List<String> subjects = subjects(certificate);
    for (Rule rule : rules) {
      if (rule.issuer.test(issuer) && subjects.stream().anyMatch(rule.subject)) {
        return;
      }
    }
    throw new Refusal(
        IDENTITY_MISMATCH,
        "none of the expected identities matched what was in the certificate, got subjects ["
            + Quoted.of(String.join(", ", subjects))
            + "] with issuer "
            + Quoted.of(issuer));
  }

  private static List<String> subjects(Certificate certificate) throws Refusal {
    try {
      return SubjectNames.of(certificate).all();
    } catch (MalformedException e) {
      throw new Refusal(IDENTITY_MISMATCH, "subject alternative names: " + e.getMessage());
    }
  }

  /**
   * The older extension holds the text itself. The newer one, in DER, is all that some authorities
   * write; the controller does not know it.
   */
  private String issuer(Certificate certificate) throws Refusal {
    byte[] v1 = certificate.extension(ISSUER_V1);
    byte[] v2 = profile == Profile.REFERENCE ? null : certificate.extension(ISSUER_V2);
    String older = v1 == null ? "" : new String(v1, StandardCharsets.UTF_8);
    String newer = v2 == null ? older : text(v2);
    if (v1 != null && !newer.equals(older)) {
      throw new Refusal(IDENTITY_MISMATCH, "the certificate's two OIDC issuers differ");
    }
    return newer;
  }

  private static String text(byte[] der) throws Refusal {
    try {
      return new String(DerText.parse(der), StandardCharsets.UTF_8);
    } catch (MalformedException e) {
      throw new Refusal(IDENTITY_MISMATCH, "OIDC issuer extension: " + e.getMessage());
    }
  }
}
