package io.sealbus.bench;

import io.sealbus.bench.render.Rendering;
import io.sealbus.bench.soak.HostileSoak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bench/run [--quick] [PART…]}: runs the parts, each in a JVM of its own, then reports all
 * that have been run. {@code bench/run report} only reports.
 */
public final class Bench {
  /** In the order in which they run and are reported. */
  private static final List<Part> PARTS =
      List.of(
          Part.of("render", Rendering::measure, "-XX:+UseSerialGC", "-Xms1g", "-Xmn768m"),
          Part.of("soak", HostileSoak::run, "-XX:+UseSerialGC", "-Xmx512m"));

  private static final String QUICK = "--quick";
  private static final String REPORT = "report";

  private final Path home;
  private final boolean quick;

  private Bench(Path home, boolean quick) {
    this.home = home;
    this.quick = quick;
  }

  /** The first argument is the bench folder. With {@code --only} the part runs in this JVM. */
  public static void main(String[] arguments) throws Exception {
    var names = new ArrayList<>(List.of(arguments));
    Path home = Path.of(names.removeFirst());
    boolean here = names.remove("--only");
    var bench = new Bench(home, names.remove(QUICK));
    List<String> known = PARTS.stream().map(Part::name).toList();
    for (String name : names) {
      if (!known.contains(name) && !name.equals(REPORT)) {
        System.err.println("bench: no part " + name + "; there are " + String.join(", ", known));
        System.exit(2);
      }
    }
    List<Part> parts =
        PARTS.stream().filter(part -> names.isEmpty() || names.contains(part.name())).toList();
    if (here) {
      bench.measure(parts.getFirst());
      // Whatever a part has left running must not keep the JVM.
      System.exit(0);
    }
    System.exit(bench.runAll(parts) ? 0 : 1);
  }

  private boolean runAll(List<Part> parts) throws IOException, InterruptedException {
    boolean good = true;
    for (Part part : parts) {
      System.err.println("== " + part.name());
      good &= fork(part) == 0;
    }
    report();
    return good;
  }

  private int fork(Part part) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(part.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(List.of(home.toString(), "--only"));
    if (quick) {
      command.add(QUICK);
    }
    command.add(part.name());
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private void measure(Part part) throws Exception {
    var run = new Run(part.name(), quick, home);
    part.body().run(run);
    Results.of(home, quick).write(part.name(), run.measurements());
  }

  /** What only tries whether everything works is no result to keep. */
  private void report() throws IOException {
    List<Measurement> all = Results.of(home, quick).read(PARTS.stream().map(Part::name).toList());
    Report.write(quick ? home.resolve("target/quick") : home, Machine.here(), all);
    System.out.println(Report.page(Machine.here(), all));
  }
}
