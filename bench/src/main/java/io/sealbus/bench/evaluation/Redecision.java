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
import java.util.function.IntFunction;

/**
 * Known images under policies that were compiled anew, as after a change that alters no key: what
 * was found out about signatures before is remembered, every decision is made again.
 */
public final class Redecision {
  private static final double TARGET = 300_000;
  private static final int MAX_FACTS = 1 << 16;

  /** What evidence costs that comes without its fingerprint, to make it new included. */
  private static final String COMPUTED = ", fingerprints computed";

  private Redecision() {}

  /** The part's body. */
  public static void run(Run run) throws Exception {
    var turns = new Turns(run);
    for (Kind kind : Kinds.all(run.isQuick())) {
      if (!run.wants(kind.name())) {
        continue;
      }
      run.say(kind.name());
      List<Subject> subjects = kind.subjects().stream().map(Fingerprinted::kept).toList();
      Facts facts = Facts.ofAtMost(MAX_FACTS);
      Law before = Law.of(kind, facts);
      subjects.forEach(before::requireAllowed);
      long learnt = facts.misses();

      Law after = Law.of(kind, facts);
      measure(turns, kind.name(), after, subjects::get, subjects.size(), Target.atLeast(TARGET));
      measure(
          turns,
          kind.name() + COMPUTED,
          after,
          i -> Fingerprinted.toBeComputed(subjects.get(i)),
          subjects.size());
      if (facts.misses() != learnt) {
        throw new IllegalStateException(
            kind.name() + ": " + (facts.misses() - learnt) + " signatures were checked again");
      }
    }
  }

  private static void measure(
      Turns turns, String name, Law law, IntFunction<Subject> subjects, int size, Target... targets)
      throws Exception {
    var sealbus =
        new InProcess(
            Measurement.SEALBUS,
            Duration.ofMillis(300),
            i -> law.requireAllowed(subjects.apply(i % size)));
    turns.measure(name, "re-decisions", List.of(sealbus), targets);
  }
}
