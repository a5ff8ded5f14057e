package io.sealbus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The figures of all parts as a page, and as data. */
final class Report {
  private final Machine machine;
  private final List<Measurement> measurements;
  private final StringBuilder page = new StringBuilder();

  private record Data(Machine machine, List<Measurement> measurements) {}

  private Report(Machine machine, List<Measurement> measurements) {
    this.machine = machine;
    this.measurements = measurements;
  }

  /** The page that these figures make. */
  static String page(Machine machine, List<Measurement> measurements) {
    return new Report(machine, measurements).write();
  }

  /** Writes {@code RESULTS.md} and {@code results.json} into {@code folder}; gives the page. */
  static String write(Path folder, Machine machine, List<Measurement> measurements)
      throws IOException {
    Files.createDirectories(folder);
    String page = page(machine, measurements);
    Files.writeString(folder.resolve("RESULTS.md"), page);
    Results.write(folder.resolve("results.json"), new Data(machine, measurements));
    return page;
  }

  private String write() {
    line("# Results");
    line("");
    line("Written by `bench/run`; [README.md](README.md) says how each figure is taken.");
    line(
        "%d cores, %s, %s of memory; %s; %s."
            .formatted(
                machine.cores(),
                machine.processor(),
                machine.memory(),
                machine.system(),
                machine.java()));
    line("A figure is the median of its rounds, beside it the least and the greatest.");
    List<Comparison> comparisons = Comparison.of(measurements);
    for (String part : comparisons.stream().map(Comparison::part).distinct().toList()) {
      List<Comparison> own = comparisons.stream().filter(c -> c.part().equals(part)).toList();
      ratios(part, own);
      figures(own);
    }
    return page.toString();
  }

  private void ratios(String part, List<Comparison> comparisons) {
    line("");
    line("## " + part);
    line("");
    line(
        "| case | unit | Sealbus | floor | ours ÷ floor | best peer | ours ÷ best peer | targets |");
    line("|---|---|---|---|---|---|---|---|");
    for (Comparison comparison : comparisons) {
      Optional<Measurement> ours = comparison.sealbus();
      line(
          row(
              comparison.name(),
              comparison.subjects().getFirst().unit(),
              ours.map(m -> number(m.median())).orElse("–"),
              comparison.floor().map(Report::named).orElse("–"),
              ratio(ours, comparison.floor()),
              comparison.bestPeer().map(Report::named).orElse("–"),
              ratio(ours, comparison.bestPeer()),
              ours.map(m -> targets(comparison, m)).orElse("–")));
    }
  }

  private void figures(List<Comparison> comparisons) {
    line("");
    line("| case | subject | unit | min | median | max | rounds | CPU s |");
    line("|---|---|---|---|---|---|---|---|");
    for (Comparison comparison : comparisons) {
      for (Measurement m : comparison.subjects()) {
        line(
            row(
                m.name(),
                m.subject(),
                m.unit(),
                number(m.min()),
                number(m.median()),
                number(m.max()),
                String.valueOf(m.rounds().size()),
                number(m.cpuSeconds())));
      }
    }
  }

  private static String targets(Comparison comparison, Measurement ours) {
    List<String> texts = ours.targets().stream().map(target -> target(comparison, target)).toList();
    return texts.isEmpty() ? "–" : String.join("; ", texts);
  }

  private static String target(Comparison comparison, Target target) {
    String wanted =
        target.bound().sign()
            + " "
            + number(target.value())
            + (target.against() == null
                ? ""
                : " × " + Objects.requireNonNull(target.against()).replace('-', ' '));
    String answer =
        comparison
            .figure(target)
            .map(figure -> target.isMetBy(figure) ? "met" : missed(comparison, target))
            .orElse("not measured");
    return wanted + ": " + answer;
  }

  private static String missed(Comparison comparison, Target target) {
    return "**missed**"
        + comparison
            .outOfReach(target)
            .map(figure -> ", by the floor too: " + number(figure))
            .orElse("");
  }

  private static String ratio(Optional<Measurement> ours, Optional<Measurement> theirs) {
    return ours.flatMap(o -> theirs.map(t -> number(o.median() / t.median()))).orElse("–");
  }

  private static String named(Measurement measurement) {
    return number(measurement.median()) + " " + measurement.subject();
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Three digits where they say something. */
  private static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
