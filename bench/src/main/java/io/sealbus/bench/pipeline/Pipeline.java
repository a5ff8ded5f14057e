package io.sealbus.bench.pipeline;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.bench.WarmUp;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * From a registry's notification to the verdict in a consumer's hands: how long it takes at a
 * steady rate, and how many images a second get through where notifications wait for nothing.
 */
public final class Pipeline {
  private static final String STEADY = "50 a second, at least once";
  private static final String EXACTLY_ONCE = "50 a second, exactly once";
  private static final String ALL_AT_ONCE = "all at once";
  private static final String WHOLE = "notification sent to verdict read";
  private static final double MOST_MILLIS = 100;

  /** Of the size of what is told of at once. */
  private static final int MAX_WARM_UP_ROUNDS = 20;

  private final Run run;
  private final World world;
  private final int steady;
  private final int atOnce;
  private final int warmUpRounds;

  private Pipeline(Run run, World world, int steady, int atOnce, int warmUpRounds) {
    this.run = run;
    this.world = world;
    this.steady = steady;
    this.atOnce = atOnce;
    this.warmUpRounds = warmUpRounds;
  }

  /** Measures; for the list of parts. */
  public static void run(Run run) throws Exception {
    int steady = run.isQuick() ? 50 : 500;
    int atOnce = run.isQuick() ? 100 : 2_000;
    int warmUpRounds = run.isQuick() ? 1 : MAX_WARM_UP_ROUNDS;
    // Two runs of Sealbus.
    int images = 2 * ((run.rounds() + 1) * steady + (run.rounds() + warmUpRounds) * atOnce);
    try (var world = new World(run, images)) {
      var pipeline = new Pipeline(run, world, steady, atOnce, warmUpRounds);
      if (run.wants(STEADY) || run.wants(ALL_AT_ONCE)) {
        pipeline.measure();
      }
      if (run.wants(EXACTLY_ONCE)) {
        pipeline.measureExactlyOnce();
      }
    }
  }

  private void measure() throws Exception {
    try (var sealbus = world.sealbus(Map.of());
        var through = new Through(sealbus)) {
      warmUp(through);
      if (run.wants(STEADY)) {
        steadily(through, STEADY);
      }
      if (run.wants(ALL_AT_ONCE)) {
        atOnce(through);
      }
    }
  }

  private void measureExactlyOnce() throws Exception {
    try (var sealbus = world.sealbus(Map.of("verifier.exactly.once", "true"));
        var through = new Through(sealbus)) {
      warmUp(through);
      steadily(through, EXACTLY_ONCE);
      atOnceExactlyOnce(through);
    }
  }

  private void atOnceExactlyOnce(Through through) throws InterruptedException {
    String name = ALL_AT_ONCE + ", exactly once, image told: ";
    int count = atOnce / 2;
    var figures = new Figures();
    for (int round = 0; round < run.rounds(); round++) {
      double cpu = through.sealbus().cpuSeconds();
      double seconds = through.atOnce(trips(count, false));
      cpu = through.sealbus().cpuSeconds() - cpu;
      figures.add(name + "images", "images/s", count / seconds);
      figures.add(name + "images for CPU", "images/CPU-s", count / cpu);
      figures.spent(Measurement.SEALBUS, cpu);
    }
    figures.record(run);
  }

  /** Until nothing gets faster any more: the compilers of a new process are at work for long. */
  private void warmUp(Through through) throws Exception {
    run.say("warming up");
    int rounds =
        WarmUp.untilNoFaster(
            warmUpRounds,
            () -> {
              double cpu = through.sealbus().cpuSeconds();
              through.atOnce(trips(atOnce, true));
              return atOnce / (through.sealbus().cpuSeconds() - cpu);
            });
    run.say("warmed up with %,d images".formatted(rounds * atOnce));
    through.steadily(trips(steady, true));
  }

  private List<Trip> trips(int count, boolean signatureTold) {
    return world.take(count).stream().map(image -> new Trip(image, signatureTold)).toList();
  }

  private void steadily(Through through, String name) throws InterruptedException {
    var figures = new Figures();
    for (int round = 0; round < run.rounds(); round++) {
      double cpu = through.sealbus().cpuSeconds();
      List<Trip> trips = trips(steady, true);
      through.steadily(trips);
      cpu = through.sealbus().cpuSeconds() - cpu;
      quantiles(figures, name + ": " + WHOLE, trips, Trip::whole);
      for (Trip.Leg leg : Trip.Leg.values()) {
        quantiles(figures, name + ": " + leg.words(), trips, trip -> trip.leg(leg));
      }
      figures.add(name + ": CPU of one image", "ms", 1e3 * cpu / steady);
      figures.spent(Measurement.SEALBUS, cpu);
    }
    figures.aim(name + ": " + WHOLE + ", p99", Target.atMost(MOST_MILLIS));
    figures.record(run);
  }

  private static void quantiles(
      Figures figures, String name, List<Trip> trips, ToDoubleFunction<Trip> millis) {
    double[] sorted = trips.stream().mapToDouble(millis).sorted().toArray();
    figures.add(name + ", p50", "ms", sorted[sorted.length / 2]);
    figures.add(name + ", p99", "ms", sorted[sorted.length * 99 / 100]);
    figures.add(name + ", max", "ms", sorted[sorted.length - 1]);
  }

  private void atOnce(Through through) throws IOException, InterruptedException {
    try (var peers = Peers.of(run, world)) {
      var backlog = new Backlog(world, through, peers, ALL_AT_ONCE);
      for (int round = 0; round < run.rounds(); round++) {
        backlog.round(trips(atOnce / 2, true), trips(atOnce / 2, false));
      }
      backlog.record(run);
    }
  }
}
