package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.openshift.PlatformResource.Content;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges one of the platform's own resources before it is stored: what of it cannot be read, what
 * its API would refuse, and what the controller could never render, whatever else stands. What only
 * fails together with other resources is left to the rendering.
 */
final class PlatformAdmission {
  private static final List<String> SOURCE_POLICIES =
      List.of("NeverContactSource", "AllowContactingSource");

  private final Resource resource;
  private final List<Finding> findings = new ArrayList<>();

  PlatformAdmission(Resource resource) {
    this.resource = resource;
  }

  Reading<PlatformResource> judge() {
    if (PlatformKind.of(resource).isPresent()) {
      Names.checkClusterScoped(resource, findings);
      if (!findings.isEmpty()) {
        return new Reading.Refused<>(findings);
      }
    }
    Reading<PlatformResource> reading = PlatformResource.read(resource);
    if (reading instanceof Reading.Read<PlatformResource>(PlatformResource read)) {
      checkName(read.kind());
      switch (read.content()) {
        case Content.Registries(RegistrySources sources) -> checkRegistries(sources);
        case Content.ReleaseImage(String image) -> checkReleaseImage(image);
        case Content.MirrorSet(List<Mirrors> entries) -> checkMirrors(read.kind(), entries);
      }
    }
    return findings.isEmpty() ? reading : new Reading.Refused<>(findings);
  }

  /** The platform looks at one name only; under another one the resource would do nothing. */
  private void checkName(PlatformKind kind) {
    String only = kind.onlyName();
    if (only != null && !resource.name().equals(only)) {
      unsupported("metadata.name", resource.name(), List.of(only));
    }
  }

  private void checkRegistries(RegistrySources sources) {
    checkEntries("allowed", sources.allowed());
    checkEntries("blocked", sources.blocked());
    checkEntries("insecure", sources.insecureOrNone());
  }

  private void checkEntries(String list, List<String> entries) {
    for (int i = 0; i < entries.size(); i++) {
      String path = "spec.registrySources." + list + "Registries[" + i + "]";
      String entry = entries.get(i);
      check(path, () -> RegistryChecks.entries(list, List.of(entry)));
    }
  }

  /** What counts is in the status: a manifest that only orders an update has no image there. */
  private void checkReleaseImage(String image) {
    String path = "status.desired.image";
    if (image.isEmpty()) {
      findings.add(new Finding(path, FindingCode.REQUIRED, "Required value"));
    } else {
      check(path, () -> DockerReference.parseCanonical(image));
    }
  }

  private void checkMirrors(PlatformKind kind, List<Mirrors> entries) {
    for (int i = 0; i < entries.size(); i++) {
      String path = "spec." + PlatformReader.mirrorMember(kind) + "[" + i + "]";
      Mirrors entry = entries.get(i);
      if (entry.source().isEmpty()) {
        findings.add(new Finding(path + ".source", FindingCode.REQUIRED, "Required value"));
      } else if (!entry.sourcePolicy().isEmpty()
          && !SOURCE_POLICIES.contains(entry.sourcePolicy())) {
        unsupported(path + ".mirrorSourcePolicy", entry.sourcePolicy(), SOURCE_POLICIES);
      } else {
        check(path, () -> RegistryChecks.mirrors(List.of(List.of(entry)), List.of()));
      }
    }
  }

  private void unsupported(String path, String value, List<String> supported) {
    String message =
        "Unsupported value: "
            + GoText.quote(value)
            + ": supported values: "
            + String.join(", ", supported.stream().map(GoText::quote).toList());
    findings.add(new Finding(path, FindingCode.UNSUPPORTED_VALUE, message));
  }

  /** One of the controller's own checks. */
  private interface Check {
    void run() throws SyncFailure;
  }

  private void check(String path, Check check) {
    try {
      check.run();
    } catch (SyncFailure e) {
      findings.add(new Finding(path, FindingCode.RULE, e.text()));
    }
  }
}
