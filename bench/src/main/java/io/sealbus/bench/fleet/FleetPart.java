package io.sealbus.bench.fleet;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Processes;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.bench.fleet.FleetRun.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fleets of 10,000, 100,000 and 1,000,000 images, and what follows from them for 10,000,000. */
public final class FleetPart {
  private static final int MILLION = 1_000_000;
  private static final int[] SIZES = {10_000, 100_000, MILLION};
  private static final int[] QUICK = {2_000};
  private static final double TEN_MILLION = 10_000_000;

  /** Of a million images, on two cores. */
  private static final Map<String, Double> AT_MOST =
      Map.of(
          FleetRun.NO_KEY, 15.0,
          FleetRun.NEW_CHECK, 45.0,
          FleetRun.ONE_IN_A_HUNDRED, 1.0,
          FleetRun.RESIDENT, 2048.0);

  private final Run run;

  /** The figures of each size, by name. */
  private final Map<String, Map<Double, Double>> bySize = new LinkedHashMap<>();

  /** Whether a smaller fleet was in this process before. */
  private boolean used;

  private FleetPart(Run run) {
    this.run = run;
  }

  /** Measures all sizes, the smallest first. */
  public static void run(Run run)
      throws IOException, GeneralSecurityException, InterruptedException {
    var part = new FleetPart(run);
    int[] sizes = run.isQuick() ? QUICK : SIZES;
    int measured = 0;
    for (int images : sizes) {
      if (run.wants(size(images))) {
        part.measure(images);
        measured++;
      }
    }
    if (measured == SIZES.length) {
      part.extrapolate();
    }
  }

  /** What the names of a size's cases begin with. */
  private static String size(int images) {
    return "%,d images".formatted(images);
  }

  private void measure(int images)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path directory = run.target().resolve("fleet-" + images);
    Processes.delete(directory);
    Files.createDirectories(directory);
    try (var fleet = new FleetRun(directory, images, run::say)) {
      List<Figure> figures = fleet.figures();
      double alone = value(figures, FleetRun.ALONE);
      for (Figure figure : figures) {
        if (!used || !figure.name().equals(FleetRun.RESIDENT_IDLE)) {
          record(images, figure, alone);
        }
      }
      used = true;
    } finally {
      Processes.delete(directory);
    }
  }

  private void record(int images, Figure figure, double alone) {
    if (figure.subject().equals(Measurement.SEALBUS)) {
      bySize
          .computeIfAbsent(figure.name() + "|" + figure.unit(), name -> new LinkedHashMap<>())
          .put((double) images, figure.value());
    }
    var measurement = measurement(size(images) + ": " + figure.name(), figure);
    Double bound = images == MILLION ? AT_MOST.get(figure.name()) : null;
    if (figure.name().equals(FleetRun.DURING)) {
      bound = 2 * alone;
    } else if (figure.name().equals(FleetRun.RESIDENT_IDLE)) {
      bound = 600.0;
    }
    run.record(bound == null ? measurement : measurement.with(Target.atMost(bound)));
  }

  private Measurement measurement(String name, Figure figure) {
    return new Measurement(
        run.part(), name, figure.subject(), figure.unit(), List.of(figure.value()), 0);
  }

  /**
   * What costs grow by: so much at the outset, and so much an image. The model is fitted to the
   * first and the last size; how far it is off in between is a figure, too.
   */
  private void extrapolate() {
    bySize.forEach((key, values) -> {
      String name = key.substring(0, key.indexOf('|'));
      String unit = key.substring(key.indexOf('|') + 1);
      if (unit.equals("s") || unit.equals("CPU-s") || name.equals(FleetRun.RESIDENT)) {
        var model = LinearModel.through(values);
        var expected = new Figure(name, Measurement.SEALBUS, unit, model.at(TEN_MILLION));
        run.record(measurement("10,000,000 images, by the model: " + name, expected));
        var off = new Figure(name, Measurement.SEALBUS, "%", 100 * model.error(values));
        run.record(measurement("model off in the middle: " + name, off));
      }
    });
  }

  private static double value(List<Figure> figures, String name) {
    return figures.stream()
        .filter(f -> f.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
