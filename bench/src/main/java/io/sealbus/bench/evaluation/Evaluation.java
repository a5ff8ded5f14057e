package io.sealbus.bench.evaluation;

import io.sealbus.bench.Contestant;
import io.sealbus.bench.InProcess;
import io.sealbus.bench.Measurement;
import io.sealbus.bench.RawChecks;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.bench.Turns;
import io.sealbus.bench.corpus.Kind;
import io.sealbus.bench.corpus.Kinds;
import io.sealbus.bench.corpus.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * New images under a policy that is known: each kind of evidence by Sealbus's law, by every peer
 * that knows the kind, and by the floor.
 */
public final class Evaluation {
  private static final double SHARE_OF_FLOOR = 0.85;

  private Evaluation() {}

  /** The part's body. */
  public static void run(Run run) throws Exception {
    List<Kind> kinds = Kinds.all(run.isQuick());
    var turns = new Turns(run);
    try (Programs programs = Programs.start(run)) {
      for (Kind kind : kinds) {
        if (!run.wants(kind.name())) {
          continue;
        }
        run.say(kind.name());
        Law law = Law.of(kind);
        requireChecks(law, kind);
        var contestants = new ArrayList<Contestant>();
        contestants.add(Floor.of(kind));
        contestants.add(sealbus(law, kind.subjects()));
        contestants.addAll(programs.of(kind, law));
        turns.measure(kind.name(), "evaluations", contestants, targets(kind));
      }
    }
  }

  /**
   * Whoever makes fewer checks than the floor has remembered some.
   *
   * @throws IllegalStateException where that is so
   */
  private static void requireChecks(Law law, Kind kind) {
    // What a first pass leaves behind must not serve a second.
    kind.subjects().forEach(law::requireAllowed);
    long before = law.checks();
    kind.subjects().forEach(law::requireAllowed);
    long made = law.checks() - before;
    long needed = kind.subjects().stream().mapToLong(subject -> subject.checks().size()).sum();
    if (made < needed) {
      throw new IllegalStateException(
          kind.name() + ": " + made + " checks were made where the images need " + needed);
    }
  }

  private static Contestant sealbus(Law law, List<Subject> subjects) {
    return new InProcess(
        Measurement.SEALBUS,
        Duration.ofSeconds(6),
        i -> law.requireAllowed(subjects.get(i % subjects.size())));
  }

  private static Target[] targets(Kind kind) {
    Target floor = Target.atLeast(SHARE_OF_FLOOR).of(RawChecks.ACCP);
    return switch (kind.name()) {
      case "key P-256" -> new Target[] {floor, Target.atLeast(1.7).of(Target.BEST_PEER)};
      // Cosign's library is as near to the floor of Go's arithmetic as can be: there is no such
      // factor between it and any floor.
      case "key P-256, admission" ->
          new Target[] {floor, Target.atLeast(1.7).of("policy-controller")};
      case "key P-256 + SET", "PKI" -> new Target[] {floor, Target.atLeast(2).of(Target.BEST_PEER)};
      case "Fulcio + SET", "key RSA-4096" ->
          new Target[] {floor, Target.atLeast(4).of(Target.BEST_PEER)};
      case "keyless + TSA", "keyless + SET + SCT" ->
          new Target[] {floor, Target.atLeast(10).of(Target.BEST_PEER)};
      default -> new Target[] {floor};
    };
  }
}
