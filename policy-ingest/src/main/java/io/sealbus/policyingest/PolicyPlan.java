package io.sealbus.policyingest;

import io.sealbus.policyingest.Change.Action;
import io.sealbus.policyingest.PolicyWriter.Step;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what a submission does to the table. Writes nothing. */
final class PolicyPlan {
  /** Most policies of one domain. */
  static final int MOST_POLICIES = 10_000;

  private final PolicyKinds kinds;
  private final PolicyLog log;
  private final InstantSource clock;

  PolicyPlan(PolicyKinds kinds, PolicyLog log, InstantSource clock) {
    this.kinds = kinds;
    this.log = log;
    this.clock = clock;
  }

  /** A step for each resource, in their order; or every fault that any of them has. */
  Checked<List<Step>> of(List<Submitted> submitted, Origin origin, PolicyTable.Snapshot now) {
    var steps = new ArrayList<Step>();
    var faults = new ArrayList<Fault>();
    var places = new HashMap<ResourceKey, String>();
    ControllerConfiguration configuration = kinds.configuration(submitted, now);
    for (Submitted one : submitted) {
      CurrentPolicy current = one.resource().key().map(now::get).orElse(null);
      switch (kinds.admit(one, current, configuration)) {
        case Checked.Bad<Candidate>(List<Fault> found) -> faults.addAll(found);
        case Checked.Good<Candidate>(Candidate candidate) -> {
          Step step = step(candidate, origin, current, now.damaged().contains(candidate.key()));
          faults.addAll(check(one.place(), step, places));
          steps.add(step);
        }
      }
    }
    long created = steps.stream().filter(s -> s.action() == Action.CREATED).count();
    if (created > 0 && now.policies().size() + created > MOST_POLICIES) {
      faults.add(Rule.TOO_MANY_POLICIES.fault("documents", "more than " + MOST_POLICIES));
    }
    return faults.isEmpty() ? new Checked.Good<>(steps) : new Checked.Bad<>(faults);
  }

  /** A step for each TrustRoot of which its repository now says something else. */
  List<Step> refreshed(PolicyTable.Snapshot now) {
    var steps = new ArrayList<Step>();
    for (CurrentPolicy current : now.policies().values()) {
      kinds
          .refreshed(current)
          .ifPresent(spec -> {
            PolicyRecord record =
                PolicyRecord.newBuilder(current.record())
                    .setSpec(spec)
                    .setAcceptedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                    .build();
            long generation = record.getGeneration();
            steps.add(
                new Step(current.key(), Action.CONFIGURED, generation, record, null, List.of()));
          });
    }
    return steps;
  }

  private List<Fault> check(String place, Step step, Map<ResourceKey, String> places) {
    var faults = new ArrayList<Fault>();
    String earlier = places.putIfAbsent(step.key(), place);
    if (earlier != null) {
      faults.add(
          Rule.DUPLICATE_RESOURCE.fault(place, step.key() + " stands at " + earlier + " already"));
    }
    PolicyRecord record = step.record();
    if (record != null && !log.takes(record)) {
      faults.add(Rule.RECORD_TOO_LARGE.fault(place, "too large for a record on the bus"));
    }
    return faults;
  }

  private Step step(
      Candidate candidate, Origin origin, @Nullable CurrentPolicy current, boolean damaged) {
    if (current == null) {
      long generation = candidate.generation() > 0 ? candidate.generation() : 1;
      return step(candidate, origin, Action.CREATED, generation, candidate.uid());
    }
    PolicyRecord stands = current.record();
    boolean sameSpec = candidate.spec().equals(stands.getSpec());
    long counted = sameSpec ? stands.getGeneration() : stands.getGeneration() + 1;
    long generation = candidate.generation() > 0 ? candidate.generation() : counted;
    boolean sameVersion = candidate.version().equals(stands.getVersion());
    boolean sameUid = candidate.uid() == null || candidate.uid().equals(stands.getUid());
    // A policy that moves to a file, or to another one, is from then on the file's own.
    boolean sameOwner = origin.owns(stands.getOrigin());
    boolean sameGeneration = generation == stands.getGeneration();
    boolean same = sameSpec && sameVersion && sameUid && sameOwner && sameGeneration && !damaged;
    if (same && Objects.equals(candidate.confirmation(), PolicyKinds.confirmation(current))) {
      return new Step(
          candidate.key(),
          Action.UNCHANGED,
          generation,
          null,
          current.version(),
          candidate.warnings());
    }
    String uid = candidate.uid() == null ? stands.getUid() : candidate.uid();
    return step(candidate, origin, Action.CONFIGURED, generation, uid);
  }

  private Step step(
      Candidate candidate, Origin origin, Action action, long generation, @Nullable String uid) {
    ResourceKey key = candidate.key();
    PolicyRecord record =
        PolicyRecord.newBuilder()
            .setGroup(key.group())
            .setVersion(candidate.version())
            .setKind(key.kind())
            .setNamespace(key.namespace())
            .setName(key.name())
            .setUid(uid)
            .setGeneration(generation)
            .setScopes(candidate.scopes())
            .setSpec(candidate.spec())
            .setDocument(candidate.document())
            .setOrigin(origin.text())
            .setAcceptedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .build();
    return new Step(key, action, generation, record, null, candidate.warnings());
  }
}
