package io.sealbus.bench.pipeline;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One figure a round, of whoever is measured on whatever case, until all rounds are over. */
final class Figures {
  private record Key(String name, String subject, String unit) {}

  private final Map<Key, List<Double>> rounds = new LinkedHashMap<>();
  private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /** A figure of Sealbus. */
  void add(String name, String unit, double value) {
    add(name, Measurement.SEALBUS, unit, value);
  }

  void add(String name, String subject, String unit, double value) {
    rounds.computeIfAbsent(new Key(name, subject, unit), key -> new ArrayList<>()).add(value);
  }

  /** What a subject has spent on a round. */
  void spent(String subject, double seconds) {
    cpuSeconds.merge(subject, seconds, Double::sum);
  }

  /** What Sealbus is held to on this case. */
  void aim(String name, Target target) {
    targets.put(name, target);
  }

  /** Hands all of them in. */
  void record(Run run) {
    rounds.forEach((key, values) -> {
      var measurement =
          new Measurement(
              run.part(),
              key.name(),
              key.subject(),
              key.unit(),
              values,
              cpuSeconds.getOrDefault(key.subject(), 0.0));
      Target target = key.subject().equals(Measurement.SEALBUS) ? targets.get(key.name()) : null;
      run.record(target == null ? measurement : measurement.with(target));
    });
  }
}
