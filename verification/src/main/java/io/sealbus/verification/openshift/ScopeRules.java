package io.sealbus.verification.openshift;

import com.google.re2j.Pattern;
import io.sealbus.verification.openshift.Schema.Rule;
import java.util.List;

/**
 * The CEL rules about image scopes and repositories of the image policies. They are regular
 * expressions of RE2, so RE2 matches them: in linear time, whatever the text.
 */
final class ScopeRules {
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String HOST =
      "(?:LABEL(?:\\.LABEL)+(?::[0-9]+)?|localhost(?::[0-9]+)?)".replace("LABEL", LABEL);
  private static final String PATH = "(?:/[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*)*";
  private static final String TAG = "\\w[\\w.-]{0,127}";
  private static final String DIGEST =
      "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}";

  private static final Pattern WILDCARD = Pattern.compile("\\*(?:\\." + LABEL + ")+");
  private static final Pattern PLAIN =
      Pattern.compile(HOST + PATH + "(?::" + TAG + ")?(?:@" + DIGEST + ")?");
  private static final Pattern REPOSITORY = Pattern.compile(HOST + PATH);
  private static final Pattern TAGGED = Pattern.compile("(?s).*:" + TAG);
  private static final Pattern LOCALHOST_PORT = Pattern.compile("localhost:[0-9]+");

  private static final String NOT_QUALIFIED =
      "invalid image scope format, scope must contain a fully qualified domain name or 'localhost'";
  private static final String BAD_WILDCARD =
      "invalid image scope with wildcard, a wildcard can only be at the start of the domain and is"
          + " only supported for subdomain matching, not path matching";
  private static final String BAD_SCOPE =
      "invalid repository namespace or image specification in the image scope";
  private static final String HAS_TAG =
      "invalid repository or prefix in the signedIdentity, should not include the tag or digest";
  private static final String BAD_REPOSITORY = "invalid repository or prefix in the signedIdentity";
  private static final String REPOSITORY_HINT =
      ". The repository or prefix must starts with 'localhost' or a valid '.' separated domain. If"
          + " contains registry paths, the path component names must start with at least one letter"
          + " or number, with following parts able to be separated by one period, one or two"
          + " underscore and multiple dashes.";

  private ScopeRules() {}

  /** The rules of an item of {@code spec.scopes}, in the order of the manifest. */
  static List<Rule<String>> scope() {
    return List.of(
        scope -> isQualified(scope) ? null : NOT_QUALIFIED,
        scope -> !scope.contains("*") || WILDCARD.matches(scope) ? null : BAD_WILDCARD,
        scope -> scope.contains("*") || PLAIN.matches(scope) ? null : BAD_SCOPE);
  }

  /** The rules of a repository or prefix of a signed identity; v1alpha1 says less. */
  static List<Rule<String>> repository(boolean alpha) {
    String message = alpha ? BAD_REPOSITORY : BAD_REPOSITORY + REPOSITORY_HINT;
    return List.of(
        text -> !TAGGED.matches(text) || LOCALHOST_PORT.matches(text) ? null : HAS_TAG,
        text -> REPOSITORY.matches(text) ? null : message);
  }

  private static boolean isQualified(String scope) {
    String host = upTo(scope, '/');
    return host.contains(".") || upTo(host, ':').equals("localhost");
  }

  private static String upTo(String text, char end) {
    int index = text.indexOf(end);
    return index < 0 ? text : text.substring(0, index);
  }
}
