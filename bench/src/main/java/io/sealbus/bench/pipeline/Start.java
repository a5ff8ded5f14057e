package io.sealbus.bench.pipeline;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Processes;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From the command to its answer: {@code sealbus verify} of one signed image, and {@code sealbus
 * up} on an empty directory until it is ready. Both with their class archives, as after a build.
 */
public final class Start {
  private static final String VERIFY = "sealbus verify";
  private static final String UP = "sealbus up, until ready";
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final double VERIFY_SECONDS = 1;
  private static final double UP_SECONDS = 8;
  private static final double IDLE_MEBIBYTES = 600;

  private final Run run;
  private final World world;

  private Start(Run run, World world) {
    this.run = run;
    this.world = world;
  }

  /** Measures; for the list of parts. */
  public static void run(Run run) throws Exception {
    try (var world = new World(run, 1)) {
      world.command("warm-up");
      var start = new Start(run, world);
      if (run.wants(VERIFY)) {
        start.verify();
      }
      if (run.wants(UP)) {
        start.up();
      }
    }
  }

  private void verify() throws IOException, InterruptedException {
    SignedImage image = world.take(1).getFirst();
    Path policy = Files.writeString(world.folder().resolve("policy.yaml"), world.policy());
    String[] command = {
      "verify", image.reference(), "-f", policy.toString(), "--plain-http", world.registry()
    };
    // Of whatever the system reads from disk the first time.
    world.command(command);
    List<Double> seconds = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    for (int round = 0; round < run.rounds(); round++) {
      double cpu = Processes.cpuSecondsOfEnded();
      long begun = System.nanoTime();
      world.command(command);
      seconds.add((System.nanoTime() - begun) / 1e9);
      cpuSeconds.add(Processes.cpuSecondsOfEnded() - cpu);
    }
    record(VERIFY, seconds, cpuSeconds, Target.atMost(VERIFY_SECONDS));
  }

  private void up() throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    List<Double> mebibytes = new ArrayList<>();
    for (int round = 0; round < run.rounds(); round++) {
      long begun = System.nanoTime();
      try (SealbusProcess sealbus = world.start(Map.of())) {
        sealbus.awaitReady();
        seconds.add((System.nanoTime() - begun) / 1e9);
        cpuSeconds.add(sealbus.cpuSeconds());
        Thread.sleep(run.isQuick() ? Duration.ZERO : IDLE);
        mebibytes.add(sealbus.residentMebibytes());
      }
    }
    record(UP, seconds, cpuSeconds, Target.atMost(UP_SECONDS));
    run.record(
        measurement("sealbus up, idle: resident", "MiB", mebibytes, cpuSeconds)
            .with(Target.atMost(IDLE_MEBIBYTES)));
  }

  private void record(String name, List<Double> seconds, List<Double> cpuSeconds, Target target) {
    run.record(measurement(name + ": wall", "s", seconds, cpuSeconds).with(target));
    run.record(measurement(name + ": CPU", "CPU-s", cpuSeconds, cpuSeconds));
  }

  private Measurement measurement(
      String name, String unit, List<Double> rounds, List<Double> cpuSeconds) {
    double all = cpuSeconds.stream().mapToDouble(one -> one).sum();
    return new Measurement(run.part(), name, Measurement.SEALBUS, unit, rounds, all);
  }
}
