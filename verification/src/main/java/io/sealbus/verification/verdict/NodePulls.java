package io.sealbus.verification.verdict;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.containers.RegistriesD.InvalidRegistriesDException;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.PullPlan;
import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.openshift.PullSources;
import io.sealbus.verification.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Where the nodes of a fleet pull from, and at which of these places they look for signatures. */
record NodePulls(PullSources sources, RegistriesD registriesD) {
  private static final RegistriesD NOWHERE = new RegistriesD(null, Map.of());

  /** Everything from where it says. */
  static final NodePulls DIRECT = new NodePulls(PullSources.DIRECT, NOWHERE);

  /** As the files that nodes get say it. */
  static NodePulls of(NodeConfiguration.Rendered nodes) {
    Bytes file = nodes.files().get(NodeConfiguration.SIGSTORE_REGISTRIES);
    if (!nodes.pulls().redirects() || file == null) {
      return DIRECT;
    }
    try {
      var text = new String(file.toArray(), StandardCharsets.UTF_8);
      return new NodePulls(nodes.pulls(), RegistriesD.parse(List.of(text)));
    } catch (InvalidRegistriesDException e) {
      // What is too large to be read here is taken for what covers nothing: never for a pass.
      return new NodePulls(nodes.pulls(), NOWHERE);
    }
  }

  /** Where {@code image} is pulled from. */
  PullPlan plan(ImageReference image) {
    return sources.redirects() ? sources.of(image) : PullPlan.DIRECT;
  }

  /** Equal texts mean that an image is pulled from the same places in the same way. */
  String text(PullPlan plan) {
    if (plan.equals(PullPlan.DIRECT)) {
      return "";
    }
    var text = new StringBuilder("pulled from");
    for (Mirror mirror : plan.mirrors()) {
      text.append(' ').append(mirror.repository());
      text.append(mirror.blocked() ? " blocked" : "");
      text.append(registriesD.usesSigstoreAttachments(mirror.image()) ? "" : " uncovered");
    }
    return text.append(plan.asksSource() ? " source" : "").append('\n').toString();
  }
}
