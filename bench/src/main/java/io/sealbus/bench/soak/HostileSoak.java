package io.sealbus.bench.soak;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Pulls from a healthy registry at a steady rate, alone and beside ten registries that hang, flood,
 * lie and refuse, all through one client. The time of a pull counts from when it was due.
 */
public final class HostileSoak implements AutoCloseable {
  private static final String HEALTHY = "healthy.example.com";
  private static final RepositoryName IMAGE = new RepositoryName(HEALTHY, "team/app");
  private static final Duration APART = Duration.ofMillis(10);
  private static final int ROUND_FACTOR = 4;
  private static final int TORMENTORS = 40;
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final String CASE = "p99 of pulls beside hostile registries";
  private static final String ALONE = Measurement.FLOOR + "alone";

  private final TestRegistry healthy = TestRegistry.start();
  private final TestRegistry hostile = TestRegistry.start();
  private final HostileHosts hosts = new HostileHosts(hostile);
  private final Vertx vertx = Vertx.vertx();
  private final RegistryClient client;
  private final Digest digest;

  private HostileSoak() {
    TestImage image = TestImage.of("healthy");
    image.pushTo(healthy.host(HEALTHY).repository("team/app"), "1.0");
    digest = new Digest(image.digest());
    Map<String, String> addresses = new HashMap<>();
    addresses.put(HEALTHY, healthy.endpointOf(HEALTHY));
    hosts
        .repositories()
        .forEach(repository ->
            addresses.put(repository.registry(), hostile.endpointOf(repository.registry())));
    client =
        new RegistryClient(
            vertx,
            new RegistrySettings(addresses, addresses.keySet(), Map.of(), RegistryLimits.DEFAULTS),
            CredentialsFile.NONE,
            InstantSource.system());
  }

  /** Measures; for the list of parts. */
  public static void run(Run run) throws InterruptedException {
    try (var soak = new HostileSoak()) {
      Duration length = run.round().multipliedBy(ROUND_FACTOR);
      // What is loaded and compiled at first is no registry's doing.
      soak.pulls(length);
      soak.tormented(length);
      List<Double> alone = new ArrayList<>();
      List<Double> beside = new ArrayList<>();
      double aloneCpu = 0;
      double besideCpu = 0;
      for (int round = 0; round < run.rounds(); round++) {
        double before = cpuSeconds();
        alone.add(soak.pulls(length));
        double between = cpuSeconds();
        beside.add(soak.tormented(length));
        aloneCpu += between - before;
        besideCpu += cpuSeconds() - between;
      }
      run.record(new Measurement(run.part(), CASE, ALONE, "ms", alone, aloneCpu));
      run.record(
          new Measurement(run.part(), CASE, Measurement.SEALBUS, "ms", beside, besideCpu)
              .with(Target.atMost(2).of(ALONE)));
    }
  }

  private static double cpuSeconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  /** The 99th percentile of a round of pulls, in milliseconds. */
  private double pulls(Duration length) throws InterruptedException {
    int count = Math.toIntExact(length.dividedBy(APART));
    Queue<Long> times = new ConcurrentLinkedQueue<>();
    var done = new CountDownLatch(count);
    long start = System.nanoTime();
    for (int n = 0; n < count; n++) {
      long due = start + n * APART.toNanos();
      LockSupport.parkNanos(due - System.nanoTime());
      Thread.startVirtualThread(() -> {
        Lookup<?> lookup = client.pullManifest(IMAGE, digest);
        times.add(lookup instanceof Lookup.Found<?> ? System.nanoTime() - due : Long.MAX_VALUE);
        done.countDown();
      });
    }
    done.await();
    List<Long> sorted = times.stream().sorted().toList();
    return sorted.get(Math.min(count - 1, count * 99 / 100)) / 1e6;
  }

  private double tormented(Duration length) throws InterruptedException {
    var on = new AtomicBoolean(true);
    for (int n = 0; n < TORMENTORS; n++) {
      RepositoryName victim = hosts.repositories().get(n % hosts.repositories().size());
      Thread.startVirtualThread(() -> {
        while (on.get()) {
          client.resolve(victim, "1.0");
          LockSupport.parkNanos(BETWEEN.toNanos());
        }
      });
    }
    double figure = pulls(length);
    on.set(false);
    return figure;
  }

  @Override
  public void close() {
    client.close();
    vertx.close().await();
    hostile.close();
    healthy.close();
  }
}
