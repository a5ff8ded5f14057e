package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.openshift.Registry.Endpoint;
import io.sealbus.verification.openshift.Registry.Pulls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Builds the entries of registries.conf from mirrors, blocked and insecure registries. */
final class RegistriesEditor {
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  private static final class Draft {
    private final List<Endpoint> mirrors = new ArrayList<>();
    private boolean insecure;
    private boolean blocked;
  }

  private RegistriesEditor() {}

  static List<Registry> entries(
      List<String> insecure,
      List<String> blocked,
      List<List<Mirrors>> digestMirrors,
      List<List<Mirrors>> tagMirrors)
      throws SyncFailure {
    var editor = new RegistriesEditor();
    var mirrored = new ArrayList<String>();
    mirrored.addAll(editor.addMirrors(digestMirrors, Pulls.BY_DIGEST));
    mirrored.addAll(editor.addMirrors(tagMirrors, Pulls.BY_TAG));
    blocked.forEach(editor::entry);
    insecure.forEach(editor::entry);
    editor.mark(insecure, blocked);
    for (String source : mirrored) {
      editor.inheritMirrors(source);
    }
    var entries = new ArrayList<Registry>();
    editor.drafts.forEach((scope, draft) ->
        entries.add(new Registry(scope, draft.mirrors, draft.insecure, draft.blocked)));
    return entries;
  }

  private Draft entry(String scope) {
    return drafts.computeIfAbsent(scope, s -> new Draft());
  }

  /** Sets that name nothing but their own source do not count. Answers the sources, sorted. */
  private Set<String> addMirrors(List<List<Mirrors>> resources, Pulls pulls) {
    var bySource = new TreeMap<String, Set<String>>();
    for (List<Mirrors> resource : resources) {
      for (Mirrors set : resource) {
        if (set.isReal()) {
          bySource.computeIfAbsent(set.source(), s -> new LinkedHashSet<>()).addAll(set.mirrors());
        }
      }
    }
    bySource.forEach((source, mirrors) -> {
      Draft draft = entry(source);
      // The entry itself is always asked last, so it need not be its own mirror.
      mirrors.remove(source);
      mirrors.forEach(mirror -> draft.mirrors.add(new Endpoint(mirror, pulls)));
    });
    blockSources(resources);
    return bySource.keySet();
  }

  private void blockSources(List<List<Mirrors>> resources) {
    for (List<Mirrors> resource : resources) {
      for (Mirrors set : resource) {
        if (set.isReal() && set.blocksSource()) {
          entry(set.source()).blocked = true;
        }
      }
    }
  }

  private void mark(List<String> insecure, List<String> blocked) {
    Nested insecureScopes = Nested.in(insecure);
    Nested blockedScopes = Nested.in(blocked);
    drafts.forEach((scope, draft) -> {
      draft.insecure |= insecureScopes.contains(scope);
      draft.blocked |= blockedScopes.contains(scope);
    });
  }

  /** Only the closest entry of a reference counts, so one below a mirrored source repeats it. */
  private void inheritMirrors(String source) throws SyncFailure {
    List<Endpoint> mirrors = List.copyOf(entry(source).mirrors);
    Nested inside = Nested.in(Set.of(source));
    for (Map.Entry<String, Draft> other : drafts.entrySet()) {
      String scope = other.getKey();
      Draft draft = other.getValue();
      if (scope.equals(source) || !draft.mirrors.isEmpty() || !inside.contains(scope)) {
        continue;
      }
      if (source.startsWith("*.")) {
        throw new SyncFailure(
            "internal error: mirrorsAdjustedForNestedScope for a wildcard scope "
                + GoText.quote(source));
      }
      String rest = scope.substring(source.length());
      mirrors.forEach(m -> draft.mirrors.add(new Endpoint(m.location() + rest, m.pulls())));
    }
  }
}
