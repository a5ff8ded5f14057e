package io.sealbus.bench.pipeline;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import java.io.IOException;
import java.util.List;

/**
 * Images that all come at once: how many a second get their verdict. Peers verify as many at the
 * same registry, without a bus; each stands beside both ways of telling Sealbus.
 */
final class Backlog {
  private final World world;
  private final Through through;
  private final Peers peers;
  private final String told;
  private final String bothTold;
  private final Figures figures = new Figures();

  Backlog(World world, Through through, Peers peers, String name) {
    this.world = world;
    this.through = through;
    this.peers = peers;
    told = name + ", image told: ";
    bothTold = name + ", signature and image told: ";
    for (String one : List.of(told, bothTold)) {
      figures.aim(one + "images", Target.atLeast(1).of(Target.BEST_PEER));
    }
  }

  /** Everybody in turn. */
  void round(List<Trip> withSignatures, List<Trip> imagesAlone)
      throws IOException, InterruptedException {
    ours(bothTold, withSignatures);
    ours(told, imagesAlone);
    for (String peer : peers.subjects()) {
      theirs(peer, imagesAlone.size());
    }
  }

  private void ours(String name, List<Trip> trips) throws IOException, InterruptedException {
    RegistryProcess registry = world.process();
    double cpu = through.sealbus().cpuSeconds();
    double compilers = through.sealbus().compilerSeconds();
    double registryCpu = registry.cpuSeconds();
    long requests = registry.requests();
    double seconds = through.atOnce(trips);
    cpu = through.sealbus().cpuSeconds() - cpu;
    compilers = through.sealbus().compilerSeconds() - compilers;
    figures.add(name + "images", "images/s", trips.size() / seconds);
    figures.add(name + "images for CPU", "images/CPU-s", trips.size() / cpu);
    figures.spent(Measurement.SEALBUS, cpu);
    figures.add(name + "the compilers' CPU for one", "ms", 1e3 * compilers / trips.size());
    figures.add(
        name + "the registry's CPU for one",
        "ms",
        1e3 * (registry.cpuSeconds() - registryCpu) / trips.size());
    figures.add(
        name + "requests for one",
        "requests",
        (registry.requests() - requests) / (double) trips.size());
  }

  private void theirs(String peer, int count) throws IOException, InterruptedException {
    long requests = world.process().requests();
    Peers.Taken taken = peers.verify(peer, count);
    double each = (world.process().requests() - requests) / (double) count;
    figures.spent(peer, taken.cpuSeconds());
    for (String name : List.of(told, bothTold)) {
      figures.add(name + "images", peer, "images/s", count / taken.seconds());
      figures.add(name + "images for CPU", peer, "images/CPU-s", count / taken.cpuSeconds());
      figures.add(name + "requests for one", peer, "requests", each);
    }
  }

  /** Hands all figures in. */
  void record(Run run) {
    figures.record(run);
  }
}
