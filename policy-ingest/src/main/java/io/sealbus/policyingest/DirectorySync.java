package io.sealbus.policyingest;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.policyingest.FileState.Faulty;
import io.sealbus.policyingest.FileState.Usable;
import io.sealbus.runtime.http.Printable;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the topic follow a directory: first every usable file, then, when all of them are written,
 * the deletion of policies whose file no longer holds them, or is gone. In this order a policy that
 * moves from one file to another is never away.
 */
final class DirectorySync {
  private final PolicyTable table;
  private final PolicyWriter writer;
  private final DirectoryView view;
  private final Map<String, FileState> files;
  private final List<Change> changes = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private boolean interrupted;

  /**
   * What came of it.
   *
   * @param complete false where Kafka did not take everything: to be repeated
   * @param changes without those that changed nothing
   */
  record Result(boolean complete, List<Change> changes, List<Fault> faults) {
    Result {
      changes = List.copyOf(changes);
      faults = List.copyOf(faults);
    }
  }

  private DirectorySync(PolicyTable table, PolicyWriter writer, DirectoryView view) {
    this.table = table;
    this.writer = writer;
    this.view = view;
    this.files = new HashMap<>(view.files());
  }

  static Result run(PolicyTable table, PolicyWriter writer, DirectoryView view) {
    return new DirectorySync(table, writer, view.withoutDuplicates()).run();
  }

  private Result run() {
    view.files().forEach(this::apply);
    // A policy may be on its way to a file that is not seen, or not read, yet.
    if (!interrupted && view.complete() && view.isSettled()) {
      deleteWhatIsGone();
    }
    return new Result(!interrupted, changes, faults);
  }

  private void apply(String file, FileState state) {
    switch (state) {
      case Usable usable when !interrupted -> apply(file, usable);
      case Usable ignored -> {}
      case Faulty(List<Fault> found, Set<ResourceKey> ignored) -> report(file, found);
      case FileState.Unsettled ignored -> {}
    }
  }

  private void apply(String file, Usable usable) {
    take(file, writer.apply(usable.resources(), new Origin.File(file), false));
  }

  private void take(String file, Outcome outcome) {
    switch (outcome) {
      case Outcome.Applied(List<Change> done) -> record(done);
      case Outcome.Refused(List<Fault> found) -> {
        report(file, found);
        Set<ResourceKey> keys = files.get(file) instanceof Usable usable ? usable.keys() : Set.of();
        files.put(file, new Faulty(found, keys));
      }
      case Outcome.Interrupted(List<Change> done, String why) -> {
        record(done);
        interrupted = true;
        report(file, List.of(Rule.BUS_UNAVAILABLE.fault("", why)));
      }
      case Outcome.OwnedElsewhere owned ->
          report(file, List.of(Rule.OWNED_ELSEWHERE.fault("", owned.why())));
      // Not answered unless someone else was quicker.
      case Outcome.Missing() -> {}
    }
  }

  private void record(List<Change> done) {
    done.stream().filter(c -> c.action() != Action.UNCHANGED).forEach(changes::add);
  }

  private void report(String file, List<Fault> found) {
    String name = Printable.of(file, 300);
    found.forEach(f ->
        faults.add(
            new Fault(
                f.path().isEmpty() || f.path().equals(name) ? name : name + ": " + f.path(),
                f.rule(),
                f.message())));
  }

  private void deleteWhatIsGone() {
    Set<ResourceKey> held = held();
    for (CurrentPolicy policy : table.snapshot().policies().values()) {
      String origin = policy.record().getOrigin();
      if (!origin.startsWith(Origin.DIRECTORY) || held.contains(policy.key()) || interrupted) {
        continue;
      }
      String file = origin.substring(Origin.DIRECTORY.length());
      if (files.get(file) instanceof Usable || !files.containsKey(file)) {
        take(file, writer.delete(policy.key(), new Origin.File(file), false));
      }
    }
  }

  /** What any file holds or was meant to hold, even where it is refused. */
  private Set<ResourceKey> held() {
    var held = new HashSet<ResourceKey>();
    for (FileState state : files.values()) {
      switch (state) {
        case Usable usable -> held.addAll(usable.keys());
        case Faulty faulty -> held.addAll(faulty.keys());
        case FileState.Unsettled ignored -> {}
      }
    }
    return held;
  }
}
