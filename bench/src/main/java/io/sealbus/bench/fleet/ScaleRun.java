package io.sealbus.bench.fleet;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.fleet.FleetRun.Figure;
import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.testkit.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** Verifiers that come and go while policies change all the time. */
final class ScaleRun implements AutoCloseable {
  private static final int PARTITIONS = 12;
  private static final int REPOSITORIES = 2000;
  private static final int KEYS = 50;

  /** Partitions of {@code images} and {@code evidence}, which go together. */
  private static final int SHARED = 2 * PARTITIONS;

  private static final String GROUP = "sealbus.verifier";
  private static final int SWEEPS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path directory;
  private final Consumer<String> say;
  private final int images;
  private final EmbeddedBroker broker;
  private final FleetBus bus;
  private final Admin admin;
  private final List<VerifierProcess> verifiers = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private int started;
  private int changes;

  ScaleRun(Path directory, int images, Consumer<String> say) {
    this.directory = directory;
    this.images = images;
    this.say = say;
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
    Map<String, String> settings =
        Map.of(
            "bus.bootstrap.servers", broker.bootstrapServers(),
            "bus.partitions", Integer.toString(PARTITIONS),
            "http.port", "0",
            "state.directory", directory.resolve("state").toString());
    // Makes the topics.
    ServiceHost.start(
            List.of(),
            Configuration.of(settings, ServiceHost.keys(List.of())),
            Clock.systemUTC(),
            step -> {})
        .close();
    bus = new FleetBus(broker.bootstrapServers(), PARTITIONS);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  /** All figures, in the order in which they were measured. */
  List<Figure> figures() throws IOException, InterruptedException {
    Fleet fleet = Fleet.of(images, REPOSITORIES, KEYS);
    bus.apply(FleetPolicies.all(fleet));
    for (int i = 0; i < images; i++) {
      bus.evidence(fleet.image(i));
      bus.image(fleet.image(i));
    }
    bus.flush();
    grow(1);
    while (bus.verdicts() < images) {
      Thread.sleep(50);
    }
    awaitShared();
    throughput();
    changing("1 to 2 processes", () -> grow(2));
    throughput();
    changing("2 to 4 processes", () -> grow(4));
    throughput();
    changing(
        "4 to 2 processes",
        () -> {
          verifiers.removeLast().close();
          verifiers.removeLast().close();
        });
    changing("one of 2 killed", () -> verifiers.removeLast().kill());
    return figures;
  }

  /** Something that changes who shares the partitions. */
  @FunctionalInterface
  private interface Change {
    void run() throws IOException, InterruptedException;
  }

  private void grow(int count) throws IOException {
    while (verifiers.size() < count) {
      Path own = directory.resolve("verifier-" + started++);
      Files.createDirectories(own);
      verifiers.add(VerifierProcess.start(own, broker.bootstrapServers(), PARTITIONS));
    }
  }

  /** What so many processes do together, once they are warm. */
  private void throughput() {
    try (var tally = new VerdictTally(bus, images)) {
      sweep(tally);
      double before = cpuSeconds();
      long begin = System.nanoTime();
      for (int i = 0; i < SWEEPS; i++) {
        sweep(tally);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = cpuSeconds() - before;
      String who = verifiers.size() + (verifiers.size() == 1 ? " process" : " processes");
      figure(who + ": re-verified", "images/s", SWEEPS * images / seconds);
      figure(who + ": re-verified", "images/CPU-s", SWEEPS * images / cpuSeconds);
    }
  }

  private double cpuSeconds() {
    return verifiers.stream().mapToDouble(VerifierProcess::cpuSeconds).sum();
  }

  /** Sweeps from before {@code change} until every process has its share again. */
  private void changing(String name, Change change) throws IOException, InterruptedException {
    try (var tally = new VerdictTally(bus, images)) {
      sweep(tally);
      long begin = System.nanoTime();
      var done = new Thread(this::awaitShared, "rebalance");
      bus.apply(next());
      change.run();
      done.start();
      tally.awaitSweep();
      while (done.isAlive()) {
        sweep(tally);
      }
      figure(name + ": until shared again", "s", (System.nanoTime() - begin) / 1e9);
      sweep(tally);
      tally.settle();
      figure(name + ": verdicts lost", "records", tally.lost());
      figure(name + ": verdicts doubled", "records", tally.doubled());
    }
  }

  private void sweep(VerdictTally tally) {
    bus.apply(next());
    tally.awaitSweep();
  }

  private PolicyRecord next() {
    return FleetPolicies.everywhere(
        "{\"name\":\"all-%d\",\"static\":{\"action\":\"pass\"}}".formatted(changes++));
  }

  /** Until every process has partitions, and they are all given out. */
  private void awaitShared() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isShared() && System.nanoTime() < end) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean isShared() {
    try {
      var group =
          admin.describeConsumerGroups(List.of(GROUP)).all().get().values().iterator().next();
      var shares =
          group.members().stream()
              .map(MemberDescription::assignment)
              .map(share -> share.topicPartitions().size())
              .toList();
      return group.groupState() == GroupState.STABLE
          && shares.size() == verifiers.size()
          && !shares.contains(0)
          && shares.stream().mapToInt(Integer::intValue).sum() == SHARED;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void figure(String name, String unit, double value) {
    figures.add(new Figure(name, Measurement.SEALBUS, unit, value));
    say.accept("%-60s %12.2f %s".formatted(name, value, unit));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (VerifierProcess verifier : verifiers) {
      verifier.close();
    }
    admin.close();
    bus.close();
    broker.close();
  }
}
