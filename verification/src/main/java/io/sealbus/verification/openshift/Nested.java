package io.sealbus.verification.openshift;

import java.util.Collection;
import java.util.Set;

/**
 * The rule by which the machine config controller decides that one scope lies inside another. It
 * decides conflicts between cluster and namespaced policies, and what allowed and blocked
 * registries cover. It is not the rule by which a node finds the scope of an image.
 *
 * <p>Some of it surprises: {@code repo:tag} and {@code repo@digest} are not inside {@code repo},
 * {@code host:5000/x} is not inside {@code host}, {@code a.example.com/x:tag} is not inside {@code
 * *.example.com} while {@code a.example.com:5000/x} is.
 */
public final class Nested {
  private final Set<String> supers;

  private Nested(Set<String> supers) {
    this.supers = supers;
  }

  /** For asking many times about the same outer scopes; each question costs the scope's length. */
  public static Nested in(Collection<String> supers) {
    return new Nested(Set.copyOf(supers));
  }

  /** Whether {@code sub} lies inside {@code outer}, or is it. Compares case-sensitively. */
  public static boolean isNested(String sub, String outer) {
    return in(Set.of(outer)).contains(sub);
  }

  /** Whether {@code sub} lies inside any of the outer scopes, or is one of them. */
  public boolean contains(String sub) {
    return !supers.isEmpty() && (supers.contains(sub) || isBelowPath(sub) || isUnderWildcard(sub));
  }

  private boolean isBelowPath(String sub) {
    for (int slash = sub.indexOf('/'); slash >= 0; slash = sub.indexOf('/', slash + 1)) {
      if (supers.contains(sub.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  private boolean isUnderWildcard(String sub) {
    int colon = sub.indexOf(':');
    int slash = sub.indexOf('/');
    if (colon >= 0 && slash >= 0 && slash < colon) {
      return false;
    }
    int end = colon >= 0 ? colon : slash >= 0 ? slash : sub.length();
    String host = sub.substring(0, end);
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (supers.contains("*" + host.substring(dot))) {
        return true;
      }
    }
    return false;
  }
}
