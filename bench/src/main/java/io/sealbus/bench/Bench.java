package io.sealbus.bench;

import io.sealbus.bench.evaluation.Evaluation;
import io.sealbus.bench.evaluation.Redecision;
import io.sealbus.bench.fleet.FleetPart;
import io.sealbus.bench.fleet.ScalePart;
import io.sealbus.bench.micro.Micro;
import io.sealbus.bench.pipeline.Pipeline;
import io.sealbus.bench.pipeline.Start;
import io.sealbus.bench.render.Rendering;
import io.sealbus.bench.requests.Requests;
import io.sealbus.bench.soak.HostileSoak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bench/run [--quick] [--case=TEXT] [PART…]}: runs the parts, each in a JVM of its own, then
 * reports all that have been run. {@code bench/run report} only reports.
 */
public final class Bench {
  /** For what runs on one thread: the collector that costs the least CPU time. */
  private static final String SERIAL = "-XX:+UseSerialGC";

  /** In the order in which they run and are reported. */
  private static final List<Part> PARTS =
      List.of(
          Part.of("evaluation", Evaluation::run, SERIAL, "-Xmx1g"),
          Part.of("redecide", Redecision::run, SERIAL, "-Xmx1g"),
          Part.of("micro", Micro::run, SERIAL, "-Xmx512m"),
          Part.of("fleet", FleetPart::run, "-XX:+UseParallelGC", "-Xmx1g"),
          Part.of("scale", ScalePart::run, SERIAL, "-Xmx512m"),
          Part.of("pipeline", Pipeline::run, "-Xmx2g"),
          Part.of("start", Start::run, SERIAL, "-Xmx256m"),
          Part.of("render", Rendering::measure, SERIAL, "-Xms1g", "-Xmn768m"),
          Part.of("soak", HostileSoak::run, SERIAL, "-Xmx512m"),
          Part.of("requests", Requests::run, SERIAL, "-Xmx512m"));

  private static final String QUICK = "--quick";
  private static final String CASE = "--case=";
  private static final String REPORT = "report";

  private final Path home;
  private final boolean quick;

  /** What the names of the cases contain that are measured; empty for all. */
  private final String cases;

  private Bench(Path home, boolean quick, String cases) {
    this.home = home;
    this.quick = quick;
    this.cases = cases;
  }

  /** The first argument is the bench folder. With {@code --only} the part runs in this JVM. */
  public static void main(String[] arguments) throws Exception {
    var names = new ArrayList<>(List.of(arguments));
    Path home = Path.of(names.removeFirst());
    boolean here = names.remove("--only");
    boolean quick = names.remove(QUICK);
    String cases =
        names.stream()
            .filter(name -> name.startsWith(CASE))
            .findFirst()
            .map(name -> name.substring(CASE.length()))
            .orElse("");
    names.removeIf(name -> name.startsWith(CASE));
    requireKnown(names);
    List<Part> parts =
        PARTS.stream().filter(part -> names.isEmpty() || names.contains(part.name())).toList();
    var bench = new Bench(home, quick, cases);
    if (here) {
      bench.measure(parts.getFirst());
      // Whatever a part has left running must not keep the JVM.
      System.exit(0);
    }
    System.exit(bench.runAll(parts) ? 0 : 1);
  }

  private static void requireKnown(List<String> names) {
    List<String> known = PARTS.stream().map(Part::name).toList();
    for (String name : names) {
      if (!known.contains(name) && !name.equals(REPORT)) {
        System.err.println("bench: no part " + name + "; there are " + String.join(", ", known));
        System.exit(2);
      }
    }
  }

  private boolean runAll(List<Part> parts) throws IOException, InterruptedException {
    boolean good = true;
    for (Part part : parts) {
      System.err.println("== " + part.name());
      Results.of(home, isPartial()).discard(part.name());
      good &= fork(part) == 0;
    }
    // Figures of earlier runs stay in the report, but not beside those that are not to be kept.
    report(isPartial() ? parts : PARTS);
    return good;
  }

  private int fork(Part part) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Processes.java());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(part.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(List.of(home.toString(), "--only"));
    if (quick) {
      command.add(QUICK);
    }
    if (!cases.isEmpty()) {
      command.add(CASE + cases);
    }
    command.add(part.name());
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private void measure(Part part) throws Exception {
    var run = new Run(part.name(), quick, cases, home);
    part.body().run(run);
    Results.of(home, isPartial()).write(part.name(), run.measurements());
  }

  private boolean isPartial() {
    return quick || !cases.isEmpty();
  }

  /** What only tries whether everything works, or leaves cases out, is no result to keep. */
  private void report(List<Part> parts) throws IOException {
    List<Measurement> all =
        Results.of(home, isPartial()).read(parts.stream().map(Part::name).toList());
    Path kept = isPartial() ? home.resolve("target/partial") : home;
    System.out.println(Report.write(kept, Machine.here(), all));
  }
}
