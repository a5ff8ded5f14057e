package io.sealbus.bench.fleet;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Processes;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.bench.fleet.FleetRun.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One, two and four verifiers, each a process of its own, on one broker. */
public final class ScalePart {
  private static final int IMAGES = 20_000;
  private static final int QUICK = 2_000;

  private ScalePart() {}

  /** Measures what they do together, and what it costs when some come or go. */
  public static void run(Run run) throws IOException, InterruptedException {
    Path directory = run.target().resolve("scale");
    Processes.delete(directory);
    Files.createDirectories(directory);
    try (var scale = new ScaleRun(directory, run.isQuick() ? QUICK : IMAGES, run::say)) {
      for (Figure figure : scale.figures()) {
        record(run, figure);
      }
    } finally {
      Processes.delete(directory);
    }
  }

  private static void record(Run run, Figure figure) {
    var measurement =
        new Measurement(
            run.part(), figure.name(), figure.subject(), figure.unit(), List.of(figure.value()), 0);
    // What a killed process had under way is published again, under the same id.
    boolean isNone =
        figure.name().endsWith("lost")
            || figure.name().endsWith("doubled") && !figure.name().contains("killed");
    run.record(isNone ? measurement.with(Target.atMost(0)) : measurement);
  }
}
