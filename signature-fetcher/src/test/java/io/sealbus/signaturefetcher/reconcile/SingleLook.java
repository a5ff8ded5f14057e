package io.sealbus.signaturefetcher.reconcile;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One look at a repository with everything due, without waiting for anything. */
public final class SingleLook {
  private SingleLook() {}

  /** What is different now. */
  public static List<Finding> at(
      RepositoryName repository, KnownImages known, RegistryQuestions registry)
      throws InterruptedException {
    var found = new ArrayList<Finding>();
    var config =
        new ReconcileConfig(
            true,
            Duration.ofHours(1),
            Duration.ofHours(1),
            10_000,
            WantedRepositories.NONE,
            Duration.ofHours(1));
    var meters = new SimpleMeterRegistry();
    var unused =
        new Reconciler(
            config,
            known,
            registry,
            found::add,
            (now, n, wish) -> now,
            () -> Instant.EPOCH,
            meters);
    var questions =
        new PacedQuestions(
            registry,
            new RequestPace(10_000, (now, failures, wish) -> now),
            () -> Instant.EPOCH,
            pause -> {},
            new ReconcileMetrics(meters, unused));
    new RepositoryLook(repository, known, questions, found::add, manifest -> true, over -> {})
        .run();
    return found;
  }
}
