package io.sealbus.bench.evaluation;

import io.sealbus.bench.Contestant;
import io.sealbus.bench.InProcess;
import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.bench.Turns;
import io.sealbus.bench.corpus.Kind;
import io.sealbus.bench.corpus.Kinds;
import io.sealbus.bench.corpus.Subject;
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
    List<Kind> kinds = Kinds.all(run.isQuick() ? 10 : 300);
    var turns = new Turns(run);
    for (Kind kind : kinds) {
      run.say(kind.name());
      var contestants = new ArrayList<Contestant>(Floor.of(kind));
      contestants.add(sealbus(kind));
      turns.measure(kind.name(), "evaluations", contestants, targets(kind));
    }
  }

  private static Contestant sealbus(Kind kind) {
    Law law = Law.of(kind);
    List<Subject> subjects = kind.subjects();
    return new InProcess(
        Measurement.SEALBUS, i -> law.requireAllowed(subjects.get(i % subjects.size())));
  }

  private static Target[] targets(Kind kind) {
    Target floor = Target.atLeast(SHARE_OF_FLOOR).of(Floor.ACCP);
    return kind.timesBestPeer() == 0
        ? new Target[] {floor}
        : new Target[] {floor, Target.atLeast(kind.timesBestPeer()).of(Target.BEST_PEER)};
  }
}
