package io.sealbus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets contestants take turns at one case, round by round, so that whatever else the machine does
 * meets all of them alike.
 */
public final class Turns {
  private static final int MAX_WARM_UP_ROUNDS = 20;

  private final Run run;

  /** Of this run, whose rounds they are and which keeps what comes of them. */
  public Turns(Run run) {
    this.run = run;
  }

  /**
   * Measures, and records one figure for each contestant.
   *
   * @param name of the case
   * @param unit of what is counted, such as {@code evaluations}; figures are of it per CPU-second
   * @param targets of Sealbus; none in a quick run, whose figures mean nothing
   */
  public void measure(
      String name, String unit, List<? extends Contestant> contestants, Target... targets)
      throws Exception {
    if (!run.isQuick()) {
      for (Contestant contestant : contestants) {
        contestant.take(contestant.warmUp());
        if (contestant.isCompiledAsItRuns()) {
          WarmUp.untilNoFaster(MAX_WARM_UP_ROUNDS, () -> contestant.take(run.round()).rate());
        }
      }
    }
    Map<String, List<Contestant.Sample>> samples = new LinkedHashMap<>();
    for (int round = 0; round < run.rounds(); round++) {
      for (Contestant contestant : contestants) {
        samples
            .computeIfAbsent(contestant.subject(), subject -> new ArrayList<>())
            .add(contestant.take(run.round()));
      }
    }
    samples.forEach((subject, taken) -> record(name, unit, subject, taken, targets));
  }

  private void record(
      String name,
      String unit,
      String subject,
      List<Contestant.Sample> samples,
      Target... targets) {
    var measurement =
        new Measurement(
            run.part(),
            name,
            subject,
            unit + "/CPU-s",
            samples.stream().map(Contestant.Sample::rate).toList(),
            samples.stream().mapToDouble(Contestant.Sample::cpuSeconds).sum());
    boolean held = subject.equals(Measurement.SEALBUS) && !run.isQuick();
    run.record(held ? measurement.with(targets) : measurement);
  }
}
