package io.sealbus.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of one part: how long it may take, where its files are, and what it has measured so far.
 * Not thread-safe.
 */
public final class Run {
  private final String part;
  private final boolean quick;
  private final String cases;
  private final Path home;
  private final List<Measurement> measurements = new ArrayList<>();

  Run(String part, boolean quick, String cases, Path home) {
    this.part = part;
    this.quick = quick;
    this.cases = cases;
    this.home = home;
  }

  /** The part's name, which its measurements carry. */
  public String part() {
    return part;
  }

  /** Only to see that everything works: one short round, figures that mean nothing. */
  public boolean isQuick() {
    return quick;
  }

  /** Whether a case of this name was asked for. */
  public boolean wants(String name) {
    return name.contains(cases);
  }

  /** How often every subject of a case is measured, one after the other and around again. */
  public int rounds() {
    return quick ? 1 : 5;
  }

  /** How long one subject is measured in one round, at least. */
  public Duration round() {
    return quick ? Duration.ofMillis(200) : Duration.ofSeconds(1);
  }

  /** The {@code bench} folder of the source tree. */
  public Path home() {
    return home;
  }

  /** Where whatever is made along the way is kept. */
  public Path target() {
    return home.resolve("target");
  }

  /** Keeps a figure; all of them are written when the part ends. */
  public void record(Measurement measurement) {
    measurements.add(measurement);
  }

  /** For what cannot be measured here: says why, where the figures are printed. */
  public void skip(String what, String why) {
    System.err.println("not measured: " + what + ": " + why);
  }

  /** A line for whoever watches. */
  public void say(String line) {
    System.err.println(line);
  }

  List<Measurement> measurements() {
    return List.copyOf(measurements);
  }
}
