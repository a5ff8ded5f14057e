package io.sealbus.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All subjects of one case, beside each other.
 *
 * @param name the case
 * @param subjects in the order in which they were recorded
 */
record Comparison(String part, String name, List<Measurement> subjects) {
  /** One for each part and case, in the order in which they were first seen. */
  static List<Comparison> of(List<Measurement> measurements) {
    return measurements.stream()
        .map(m -> List.of(m.part(), m.name()))
        .distinct()
        .map(key ->
            new Comparison(
                key.getFirst(),
                key.getLast(),
                measurements.stream()
                    .filter(m -> key.equals(List.of(m.part(), m.name())))
                    .toList()))
        .toList();
  }

  Optional<Measurement> sealbus() {
    return subject(Measurement.SEALBUS);
  }

  /** The floor that a target names, else the first. */
  Optional<Measurement> floor() {
    return sealbus().stream()
        .flatMap(ours -> ours.targets().stream())
        .map(Target::against)
        .filter(against -> against != null && against.startsWith(Measurement.FLOOR))
        .findFirst()
        .flatMap(this::subject)
        .or(() ->
            subjects.stream().filter(m -> m.subject().startsWith(Measurement.FLOOR)).findFirst());
  }

  Optional<Measurement> bestPeer() {
    Comparator<Measurement> byMedian = Comparator.comparingDouble(Measurement::median);
    return subjects.stream()
        .filter(Measurement::isPeer)
        .max(subjects.getFirst().moreIsBetter() ? byMedian : byMedian.reversed());
  }

  /**
   * The figure that a target is about.
   *
   * @return empty where what it is held against was not measured
   */
  Optional<Double> figure(Target target) {
    return sealbus().flatMap(ours -> figure(ours, target));
  }

  /**
   * What the floor has where it misses a target too, which then nobody can meet who makes the same
   * checks with the same provider.
   */
  Optional<Double> outOfReach(Target target) {
    return floor()
        .flatMap(floor -> figure(floor, target))
        .filter(figure -> !target.isMetBy(figure));
  }

  private Optional<Double> figure(Measurement of, Target target) {
    String against = target.against();
    if (against == null) {
      return Optional.of(of.median());
    }
    return other(against).map(theirs -> of.median() / theirs.median());
  }

  private Optional<Measurement> other(String against) {
    return against.equals(Target.BEST_PEER) ? bestPeer() : subject(against);
  }

  /** By its name, with or without the version behind it. */
  private Optional<Measurement> subject(String subject) {
    return subjects.stream()
        .filter(m -> m.subject().equals(subject) || m.subject().startsWith(subject + " "))
        .findFirst();
  }
}
