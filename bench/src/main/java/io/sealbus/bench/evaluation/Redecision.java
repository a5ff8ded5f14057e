package io.sealbus.bench.evaluation;

import io.sealbus.bench.InProcess;
import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.bench.Turns;
import io.sealbus.bench.corpus.Kind;
import io.sealbus.bench.corpus.Kinds;
import io.sealbus.bench.corpus.Subject;
import io.sealbus.verification.facts.Facts;
import java.time.Duration;
import java.util.List;

/**
 * Known images under policies that were compiled anew, as after a change that alters no key: what
 * was found out about signatures before is remembered, every decision is made again.
 */
public final class Redecision {
  private static final double TARGET = 300_000;
  private static final int MAX_FACTS = 1 << 16;

  private Redecision() {}

  /** The part's body. */
  public static void run(Run run) throws Exception {
    var turns = new Turns(run);
    for (Kind kind : Kinds.all(run.isQuick())) {
      if (!run.wants(kind.name())) {
        continue;
      }
      run.say(kind.name());
      List<Subject> subjects = kind.subjects();
      Facts facts = Facts.ofAtMost(MAX_FACTS);
      Law before = Law.of(kind, facts);
      subjects.forEach(before::requireAllowed);
      long learnt = facts.misses();

      Law after = Law.of(kind, facts);
      var sealbus =
          new InProcess(
              Measurement.SEALBUS,
              Duration.ofMillis(300),
              i -> after.requireAllowed(subjects.get(i % subjects.size())));
      turns.warmUp(sealbus);
      turns.measure(kind.name(), "re-decisions", List.of(sealbus), Target.atLeast(TARGET));
      if (facts.misses() != learnt) {
        throw new IllegalStateException(
            kind.name() + ": " + (facts.misses() - learnt) + " signatures were checked again");
      }
    }
  }
}
