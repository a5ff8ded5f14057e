package io.sealbus.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What one subject did on one case of one part.
 *
 * @param name the case; what is comparable has the same part and case
 * @param subject {@link #SEALBUS}, a name that begins with {@link #FLOOR}, or a peer's name and
 *     version
 * @param unit of the figures, such as {@code evaluations/CPU-s} or {@code ms}; units of rates are
 *     better the greater, all others the smaller
 * @param rounds one figure for each repetition, in order
 * @param cpuSeconds of all repetitions together, of the whole process, garbage collection included
 * @param targets of this figure; only Sealbus has some
 */
@JsonPropertyOrder({
  "part",
  "case",
  "subject",
  "unit",
  "min",
  "median",
  "max",
  "cpuSeconds",
  "rounds",
  "targets"
})
public record Measurement(
    String part,
    @JsonProperty("case") String name,
    String subject,
    String unit,
    List<Double> rounds,
    double cpuSeconds,
    List<Target> targets) {
  /** The subject that all others are there for. */
  public static final String SEALBUS = "sealbus";

  /** Begins the names of subjects that do only what nobody can avoid. */
  public static final String FLOOR = "floor-";

  public Measurement {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException(part + " " + name + " " + subject + ": no rounds");
    }
    rounds = List.copyOf(rounds);
    targets = List.copyOf(targets);
  }

  /** Without a target, as those of peers and floors. */
  public Measurement(
      String part,
      String name,
      String subject,
      String unit,
      List<Double> rounds,
      double cpuSeconds) {
    this(part, name, subject, unit, rounds, cpuSeconds, List.of());
  }

  /** The same with these targets. */
  public Measurement with(Target... newTargets) {
    return new Measurement(part, name, subject, unit, rounds, cpuSeconds, List.of(newTargets));
  }

  /** The smallest of all rounds. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double min() {
    return sorted().getFirst();
  }

  /** The middle one of all rounds; of an even number, the mean of the two in the middle. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The greatest of all rounds. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double max() {
    return sorted().getLast();
  }

  boolean moreIsBetter() {
    return unit.contains("/");
  }

  boolean isPeer() {
    return !subject.equals(SEALBUS) && !subject.startsWith(FLOOR);
  }

  private List<Double> sorted() {
    return rounds.stream().sorted().toList();
  }
}
