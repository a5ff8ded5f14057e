package io.sealbus.bench.fleet;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Processes;
import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.testkit.Fleet;
import io.sealbus.testkit.TestKey;
import io.sealbus.verifier.VerifierService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One fleet of one size, from nothing to all figures. */
final class FleetRun implements AutoCloseable {
  private static final int PARTITIONS = 12;
  private static final int REPOSITORIES = 2000;
  private static final int KEYS = 50;

  static final String NO_KEY = "all touched, no key changes";
  static final String NEW_CHECK = "all touched, one new P-256 check each";
  static final String ONE_IN_A_HUNDRED = "1 % touched";
  static final String BUS = Measurement.FLOOR + "bus";
  static final String ALONE = "fresh push alone, p99";
  static final String DURING = "fresh push during a sweep, p99";
  static final String RESIDENT_IDLE = "resident, no images";
  static final String RESIDENT = "resident";

  private static final String PASS = "{\"name\":\"all\",\"static\":{\"action\":\"pass\"}}";
  private static final String PASS_TWICE =
      "{\"name\":\"everything\",\"static\":{\"action\":\"pass\"}}";

  /** Whose signed images, of twenty in two thousand repositories, are one in a hundred. */
  private static final int TEAM = 7;

  private final Path directory;
  private final Fleet fleet;
  private final EmbeddedBroker broker;
  private final FleetBus bus;
  private final Consumer<String> say;
  private final List<Figure> figures = new ArrayList<>();

  /** Images on the bus; more than the fleet has, once some were pushed. */
  private int known;

  private ServiceHost verifier;

  FleetRun(Path directory, int images, Consumer<String> say) {
    this.directory = directory;
    this.say = say;
    fleet = Fleet.of(images, REPOSITORIES, KEYS);
    known = images;
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(directory.resolve("broker")));
    start(List.of()).close();
    bus = new FleetBus(broker.bootstrapServers(), PARTITIONS);
    bus.apply(FleetPolicies.all(fleet));
    verifier = start(List.of(VerifierService.DEFINITION));
  }

  private ServiceHost start(List<ServiceDefinition> services) {
    Map<String, String> settings =
        Map.of(
            "bus.bootstrap.servers", broker.bootstrapServers(),
            "bus.partitions", Integer.toString(PARTITIONS),
            "http.port", "0",
            "state.directory", directory.resolve("state").toString());
    return ServiceHost.start(
        services,
        Configuration.of(settings, ServiceHost.keys(services)),
        Clock.systemUTC(),
        step -> {});
  }

  /**
   * What was measured.
   *
   * @param subject who did it: Sealbus, or a floor on the same case
   * @param unit of {@code value}
   */
  record Figure(String name, String subject, String unit, double value) {}

  /** All figures, in the order in which they were measured. */
  List<Figure> figures() throws IOException, GeneralSecurityException, InterruptedException {
    figure(RESIDENT_IDLE, "MiB", residentMebibytes());
    load();
    pushesAlone();
    change(NO_KEY, FleetPolicies.everywhere(PASS_TWICE), known);
    TestKey rotated = TestKey.bulk("fleet rotated");
    change(NEW_CHECK, FleetPolicies.everywhere(FleetPolicies.keyAuthority(rotated)), known);
    checksAlone(rotated);
    long rows = change("all, nothing new to check", FleetPolicies.everywhere(PASS), known);
    busAlone(rows);
    var strict = FleetPolicies.node(fleet, TEAM, Fleet.Kind.SIGNED, "MatchRepoDigestOrExact");
    change(ONE_IN_A_HUNDRED, strict, ofTheTeam());
    pushesDuringSweep();
    sizes();
    restart();
    return figures;
  }

  private int ofTheTeam() {
    return (int)
        IntStream.range(0, known)
            .filter(i -> fleet.team(i) == TEAM && fleet.kind(i) == Fleet.Kind.SIGNED)
            .count();
  }

  private void load() throws InterruptedException {
    var cost = new Cost();
    for (int i = 0; i < fleet.size(); i++) {
      bus.evidence(fleet.image(i));
    }
    bus.flush();
    awaitTaken(TopicCatalogue.EVIDENCE);
    long before = bus.verdicts();
    for (int i = 0; i < fleet.size(); i++) {
      bus.image(fleet.image(i));
    }
    bus.flush();
    awaitVerdicts(before, fleet.size());
    figure("load: images made, taken and judged", "s", cost.seconds());
    figure("load, CPU", "CPU-s", cost.cpuSeconds());
  }

  /** How many rows the verifier's state got by it. */
  private long change(String name, PolicyRecord policy, int touched) throws InterruptedException {
    Thread.sleep(2_000);
    long before = bus.verdicts();
    long rows = bus.rows();
    var cost = new Cost();
    bus.apply(policy);
    awaitVerdicts(before, touched);
    figure(name, "s", cost.seconds());
    figure(name + ", CPU", "CPU-s", cost.cpuSeconds());
    Thread.sleep(2_000);
    figure(name + ": superfluous verdicts", "records", bus.verdicts() - before - touched);
    return bus.rows() - rows;
  }

  private void pushesAlone() throws InterruptedException {
    try (var pushes = new FreshPushes(fleet, bus, known)) {
      Thread.sleep(3_000);
      pushes.forget();
      Thread.sleep(8_000);
      figure("fresh push alone, p50", "ms", pushes.quantile(0.5));
      figure(ALONE, "ms", pushes.quantile(0.99));
      figure("fresh push alone, until judged, p99", "ms", pushes.quantileUntilJudged(0.99));
      pushes.close();
      known += pushes.pushed();
    }
  }

  private void pushesDuringSweep() throws InterruptedException {
    try (var pushes = new FreshPushes(fleet, bus, known)) {
      Thread.sleep(2_000);
      pushes.forget();
      long before = bus.verdicts();
      var cost = new Cost();
      bus.apply(FleetPolicies.everywhere(PASS_TWICE));
      awaitVerdicts(before, known);
      figure("all, no key changes, with 100 pushes/s", "s", cost.seconds());
      figure("fresh push during it, p50", "ms", pushes.quantile(0.5));
      figure(DURING, "ms", pushes.quantile(0.99));
      figure("fresh push during it, until judged, p99", "ms", pushes.quantileUntilJudged(0.99));
      figure("fresh pushes during it", "pushes", pushes.measured());
      pushes.close();
      known += pushes.pushed();
    }
  }

  private void sizes() throws IOException {
    Path state = directory.resolve("state");
    int images = fleet.size();
    figure("state on disk an image", "bytes", bytes(state) / images);
    for (Topic<?> topic :
        List.of(TopicCatalogue.EVIDENCE, TopicCatalogue.IMAGES, TopicCatalogue.VERDICTS)) {
      figure(
          "topic " + topic.name() + " an image",
          "bytes",
          bytesOf("sealbus." + topic.name()) / images);
    }
    figure("changelog an image", "bytes", bytesOf(FleetBus.CHANGELOG) / images);
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    figure("heap after collection", "MiB", heap / 1048576.0);
    figure(RESIDENT, "MiB", residentMebibytes());
  }

  /**
   * Nobody can publish as many verdicts on this bus, and remember them, for less.
   *
   * @param rows that the verifier's state got by the sweep before
   */
  private void busAlone(long rows) throws InterruptedException {
    double seconds = new BusFloor(broker.bootstrapServers(), PARTITIONS).cpuSeconds(known, rows);
    figure(NO_KEY + ", CPU", BUS, "CPU-s", seconds);
  }

  private void checksAlone(TestKey key) throws GeneralSecurityException {
    var floor = new CheckFloor(fleet, key);
    figure(NEW_CHECK + ", CPU", floor.subject(), "CPU-s", floor.cpuSeconds(known));
  }

  private void restart() throws InterruptedException {
    long stopping = System.nanoTime();
    verifier.close();
    figure("stop", "s", (System.nanoTime() - stopping) / 1e9);
    var cost = new Cost();
    verifier = start(List.of(VerifierService.DEFINITION));
    while (!verifier.health().ready()) {
      Thread.sleep(5);
    }
    figure("restart to ready", "s", cost.seconds());
    figure("restart to ready, CPU", "CPU-s", cost.cpuSeconds());
    long before = bus.verdicts();
    change("all, nothing new to check, after a restart", FleetPolicies.everywhere(PASS), known);
    figure("verdicts of the restart itself", "records", bus.verdicts() - before - known);
  }

  /** Looks about as often as a hundredth of the time takes: each look is on the bill as well. */
  private void awaitVerdicts(long before, int more) throws InterruptedException {
    long count = before + more;
    long betweenLooks = Math.clamp(more / 10_000, 5, 100);
    long last = System.nanoTime();
    long seen = -1;
    for (long now = bus.verdicts(); now < count; now = bus.verdicts()) {
      if (now != seen) {
        seen = now;
        last = System.nanoTime();
      } else if (System.nanoTime() - last > Duration.ofSeconds(30).toNanos()) {
        say.accept("only " + now + " of " + count + " verdicts");
        return;
      }
      Thread.sleep(betweenLooks);
    }
  }

  private void awaitTaken(Topic<?> topic) throws InterruptedException {
    while (!bus.isTaken(topic)) {
      Thread.sleep(100);
    }
  }

  private void figure(String name, String unit, double value) {
    figure(name, Measurement.SEALBUS, unit, value);
  }

  private void figure(String name, String subject, String unit, double value) {
    figures.add(new Figure(name, subject, unit, value));
    String who = subject.equals(Measurement.SEALBUS) ? "" : ", " + subject;
    say.accept("%-60s %12.2f %s".formatted(name + who, value, unit));
  }

  private double bytesOf(String topic) throws IOException {
    Path logs = directory.resolve("broker/kafka");
    double sum = 0;
    try (Stream<Path> partitions = Files.list(logs)) {
      for (Path partition : partitions.toList()) {
        String name = partition.getFileName().toString();
        if (name.startsWith(topic + "-") && name.substring(topic.length() + 1).matches("\\d+")) {
          sum += bytes(partition);
        }
      }
    }
    return sum;
  }

  private static double bytes(Path directory) throws IOException {
    double sum = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".log") || f.toString().endsWith(".sst"))
              .toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static double residentMebibytes() {
    try {
      return Processes.residentMebibytes(ProcessHandle.current());
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    verifier.close();
    bus.close();
    broker.close();
  }
}
