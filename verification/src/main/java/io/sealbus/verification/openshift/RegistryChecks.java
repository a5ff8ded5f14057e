package io.sealbus.verification.openshift;

import com.google.re2j.Pattern;
import io.sealbus.verification.golang.GoText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the controller demands of registry lists and mirrors before it writes them. */
final class RegistryChecks {
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String PLACE =
      "LABEL(?:\\.LABEL)*(?::[0-9]+)?(?:/[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*)*"
          .replace("LABEL", LABEL);
  private static final Pattern MIRROR = Pattern.compile(PLACE);
  private static final Pattern SOURCE = Pattern.compile("\\*(?:\\." + LABEL + ")+|" + PLACE);

  private RegistryChecks() {}

  /** Each entry is plain, or a wildcard of a domain. */
  static void entries(String list, List<String> entries) throws SyncFailure {
    for (String entry : entries) {
      if (!isEntry(entry)) {
        throw new SyncFailure("invalid entry for " + list + " registries " + GoText.quote(entry));
      }
    }
  }

  private static boolean isEntry(String entry) {
    if (entry.indexOf('*') < 0) {
      return !entry.isEmpty();
    }
    return entry.startsWith("*.")
        && entry.substring(2).chars().noneMatch(c -> "/@:*".indexOf(c) >= 0);
  }

  /** Sources and mirrors have their form, and no source has two policies. */
  static void mirrors(List<List<Mirrors>> digestMirrors, List<List<Mirrors>> tagMirrors)
      throws SyncFailure {
    var policies = new HashMap<String, String>();
    for (List<List<Mirrors>> resources : List.of(digestMirrors, tagMirrors)) {
      for (List<Mirrors> resource : resources) {
        for (Mirrors set : resource) {
          check(set, policies);
        }
      }
    }
  }

  private static void check(Mirrors set, Map<String, String> policies) throws SyncFailure {
    String source = GoText.quote(set.source());
    if (!SOURCE.matches(set.source())) {
      throw new SyncFailure("invalid format for source " + source);
    }
    String other = policies.putIfAbsent(set.source(), set.effectivePolicy());
    if (other != null && !other.equals(set.effectivePolicy())) {
      throw new SyncFailure(
          "conflicting mirrorSourcePolicy is set for the same source "
              + source
              + " in imagedigestmirrorsets, imagetagmirrorsets, or imagecontentsourcepolicies");
    }
    for (String mirror : set.mirrors()) {
      if (!MIRROR.matches(mirror)) {
        throw new SyncFailure("invalid format for mirror " + GoText.quote(mirror));
      }
      if (set.blocksSource() && mirror.equals(set.source())) {
        throw new SyncFailure(
            "cannot set mirrorSourcePolicy: NeverContactSource if the source "
                + source
                + " is one of the mirrors");
      }
    }
  }
}
