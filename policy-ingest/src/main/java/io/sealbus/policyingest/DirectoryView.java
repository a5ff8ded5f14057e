package io.sealbus.policyingest;

import io.sealbus.policyingest.FileState.Faulty;
import io.sealbus.policyingest.FileState.Usable;
import io.sealbus.runtime.http.Printable;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What can be said of a directory after several looks.
 *
 * @param complete whether the last two looks saw everything
 * @param files by path, those of the last look
 * @param seen the paths of the last two looks
 * @param digests of the files of the last look
 */
record DirectoryView(
    boolean complete,
    SortedMap<String, FileState> files,
    Set<String> seen,
    Map<String, String> digests) {

  /** Whether another look would tell the same if nothing was written in between. */
  boolean isSettled() {
    return seen.equals(files.keySet())
        && files.values().stream().noneMatch(FileState.Unsettled.class::isInstance);
  }

  /** The same, with every usable file at fault that holds a policy which another one holds too. */
  DirectoryView withoutDuplicates() {
    var holders = new HashMap<ResourceKey, List<String>>();
    files.forEach((file, state) -> {
      if (state instanceof Usable usable) {
        usable.keys().forEach(k -> holders.computeIfAbsent(k, x -> new ArrayList<>()).add(file));
      }
    });
    var judged = new TreeMap<>(files);
    holders.forEach((key, holding) -> {
      if (holding.size() > 1) {
        holding.forEach(file -> judged.merge(file, duplicate(key, holding), DirectoryView::both));
      }
    });
    return new DirectoryView(complete, judged, seen, digests);
  }

  private static FileState duplicate(ResourceKey key, List<String> holding) {
    String names = Printable.of(String.join(", ", holding), 1000);
    return new Faulty(
        List.of(Rule.DUPLICATE_IN_FILES.fault(key.text(), "stands in several files: " + names)),
        Set.of(key));
  }

  private static FileState both(FileState state, FileState added) {
    return switch (state) {
      case Usable usable when added instanceof Faulty fault ->
          new Faulty(fault.faults(), usable.keys());
      case Faulty faulty when added instanceof Faulty fault -> {
        var faults = new ArrayList<>(faulty.faults());
        faults.addAll(fault.faults());
        yield new Faulty(faults, faulty.keys());
      }
      case Usable usable -> usable;
      case Faulty faulty -> faulty;
      case FileState.Unsettled unsettled -> unsettled;
    };
  }
}
