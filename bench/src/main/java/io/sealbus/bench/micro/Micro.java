package io.sealbus.bench.micro;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The steps of {@link Steps}, by JMH on one thread: per second, not per CPU-second. */
public final class Micro {
  private static final int ITERATIONS = 5;
  private static final TimeValue ITERATION = TimeValue.milliseconds(500);

  /** What a method is called in the report, and whom its figure is of. */
  private record Step(String name, String subject) {}

  private static final Map<String, Step> STEPS =
      Map.of(
          "parsePayload",
          new Step("parse a payload", Measurement.SEALBUS),
          "parseCertificate",
          new Step("parse a certificate", Measurement.SEALBUS),
          "governing",
          new Step("find what governs an image", Measurement.SEALBUS),
          "encodeVerdict",
          new Step("encode a verdict", Measurement.SEALBUS),
          "verifyFastest",
          new Step("verify a signature of P-256", Measurement.SEALBUS),
          "verifyJdk",
          new Step("verify a signature of P-256", Measurement.FLOOR + "jdk"));

  private Micro() {}

  /** The part's body. */
  public static void run(Run run) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(Steps.class.getName())
            .shouldFailOnError(true)
            .threads(1)
            .measurementTime(ITERATION);
    options =
        run.isQuick()
            ? options.forks(0).warmupIterations(0).measurementIterations(1)
            : options
                .forks(1)
                .warmupIterations(3)
                .warmupTime(ITERATION)
                .measurementIterations(ITERATIONS);
    for (RunResult result : new Runner(options.build()).run()) {
      record(run, result);
    }
  }

  private static void record(Run run, RunResult result) {
    Step step = STEPS.get(result.getPrimaryResult().getLabel());
    if (step == null) {
      throw new IllegalStateException("no name for " + result.getPrimaryResult().getLabel());
    }
    var rates = new ArrayList<Double>();
    for (var benchmark : result.getBenchmarkResults()) {
      for (IterationResult iteration : benchmark.getIterationResults()) {
        rates.add(iteration.getPrimaryResult().getScore());
      }
    }
    double seconds = rates.size() * ITERATION.convertTo(TimeUnit.MILLISECONDS) / 1e3;
    run.record(
        new Measurement(run.part(), step.name(), step.subject(), "operations/s", rates, seconds));
  }
}
