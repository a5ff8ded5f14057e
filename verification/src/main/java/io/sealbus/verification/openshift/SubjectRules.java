package io.sealbus.verification.openshift;

import com.google.re2j.Pattern;
import io.sealbus.verification.openshift.Schema.Rule;
import io.sealbus.verification.resource.KubernetesName;
import io.sealbus.verification.resource.Node;
import java.util.List;

/** The CEL rules about whom a certificate is for, and about which members go together. */
final class SubjectRules {
  /** Space to RE2 is tab, line feed, form feed, carriage return and the space itself. */
  private static final Pattern EMAIL = Pattern.compile("\\S+@\\S+");

  private static final String BAD_EMAIL = "invalid email address";
  private static final String HOSTNAME =
      "hostname %1$s be a valid dns 1123 subdomain name, optionally prefixed by '*.'. It %1$s"
          + " consist only of lowercase alphanumeric characters, hyphens, periods and the optional"
          + " preceding asterisk.";

  private SubjectRules() {}

  static List<Rule<String>> issuer() {
    return List.of(text -> GoUrl.isUrl(text) ? null : "oidcIssuer must be a valid URL");
  }

  static List<Rule<String>> email() {
    return List.of(text -> EMAIL.matches(text) ? null : BAD_EMAIL);
  }

  static List<Rule<String>> pkiEmail(boolean alpha) {
    String message = alpha ? BAD_EMAIL + " in pkiCertificateSubject" : BAD_EMAIL;
    return List.of(text -> EMAIL.matches(text) ? null : message);
  }

  static List<Rule<String>> hostname(boolean alpha) {
    String message = String.format(HOSTNAME, alpha ? "should" : "must");
    return List.of(text -> {
      String name = text.startsWith("*.") ? text.substring(2) : text;
      return KubernetesName.isSubdomain(name) ? null : message;
    });
  }

  static Rule<Node.Mapping> emailOrHostname() {
    return subject ->
        subject.get("email") != null || subject.get("hostname") != null
            ? null
            : "at least one of email or hostname must be set in pkiCertificateSubject";
  }

  /** {@code member} is there exactly where {@code discriminator} has {@code value}. */
  static Rule<Node.Mapping> union(String discriminator, String value, String member) {
    String message =
        member
            + " is required when "
            + discriminator
            + " is "
            + value
            + ", and forbidden otherwise";
    return object -> {
      boolean chosen = new Node.Text(value).equals(object.get(discriminator));
      return chosen == (object.get(member) != null) ? null : message;
    };
  }
}
