package io.sealbus.verification.openshift;

import io.sealbus.verification.openshift.PlatformResource.Content;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Which resources send pulls by digest to a mirror. A release is never pulled by tag. */
final class ReleaseMirrors {
  /** By source, the resources that give it a mirror. */
  private final TreeMap<String, List<ResourceKey>> bySource = new TreeMap<>();

  ReleaseMirrors(Collection<PlatformResource> platform) {
    for (PlatformResource resource : platform) {
      if (resource.kind() != PlatformKind.TAG_MIRRORS
          && resource.content() instanceof Content.MirrorSet(List<Mirrors> entries)) {
        entries.stream()
            .filter(Mirrors::isReal)
            .map(Mirrors::source)
            .distinct()
            .forEach(source ->
                bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(resource.key()));
      }
    }
  }

  /** The resources with the closest source of {@code repository}, sorted; none where none is. */
  List<ResourceKey> of(String repository) {
    String closest = null;
    for (String source : bySource.keySet()) {
      boolean covers = new Registry(source, List.of(), false, false).match(repository) >= 0;
      if (covers && (closest == null || source.length() > closest.length())) {
        closest = source;
      }
    }
    return closest == null
        ? List.of()
        : bySource.getOrDefault(closest, List.of()).stream().sorted().toList();
  }
}
