package io.sealbus.policyingest;

import io.sealbus.policyingest.KubernetesListing.Item;
import io.sealbus.policyingest.KubernetesListing.Listed;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topic follow a cluster, and the cluster's status follow the topic. Each round lists
 * everything anew, so that no event that was missed stays missed; a watch on each kind, or a change
 * of a status, brings the next round forward. Secrets and config maps are not watched, and are seen
 * with the next round.
 */
final class KubernetesWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesWatch.class);

  /** Changes that come close together are taken in one round. */
  private static final Duration SETTLE = Duration.ofMillis(200);

  private final KubernetesCluster cluster;
  private final PolicyIngestConfig.Kubernetes config;
  private final PolicyTable table;
  private final PolicyWriter writer;
  private final StatusTable statuses;
  private final SourceReport report;
  private final Semaphore due = new Semaphore(0);
  private final KubernetesWatches watches;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean looked;

  KubernetesWatch(
      KubernetesCluster cluster,
      PolicyIngestConfig.Kubernetes config,
      PolicyTable table,
      PolicyWriter writer,
      StatusTable statuses,
      IngestMetrics metrics) {
    this.cluster = cluster;
    this.config = config;
    this.table = table;
    this.writer = writer;
    this.statuses = statuses;
    this.watches = new KubernetesWatches(cluster, this::look);
    this.report = new SourceReport("cluster", metrics);
    this.thread = Thread.ofVirtual().name("policy-ingest-kubernetes").unstarted(this::run);
  }

  KubernetesWatch start() {
    thread.start();
    return this;
  }

  /** Something may have changed: look at once. */
  void look() {
    due.release();
  }

  /** Whether what the cluster held at the start has been dealt with. */
  boolean hasLooked() {
    return looked;
  }

  /** What could not be used, as it is now. */
  List<String> findings() {
    return report.findings();
  }

  private void run() {
    while (!closed) {
      boolean complete = false;
      try {
        complete = round();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("a look at the cluster failed");
      }
      try {
        Duration pause =
            complete || config.poll().compareTo(KubernetesWatches.REST) < 0
                ? config.poll()
                : KubernetesWatches.REST;
        if (due.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(SETTLE);
        }
        due.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** One look and what follows from it; whether the next one can wait for a whole poll. */
  private boolean round() {
    Map<KubernetesKind, KubernetesListing> listings = listings();
    KubernetesSync.Result result = KubernetesSync.run(table, writer, listings);
    boolean watched = true;
    for (KubernetesKind kind : KubernetesKind.LISTED) {
      if (listings.get(kind) instanceof Listed listed) {
        watched &= watches.keep(kind, listed);
      }
    }
    var found = new ArrayList<>(result.faults());
    found.addAll(watches.faults());
    if (config.writesStatus()) {
      listings.forEach((kind, listing) -> found.addAll(writeStatus(kind, listing)));
    }
    if (!closed) {
      report.tell(found, result.changes());
    }
    looked |= result.complete();
    return result.complete() && watched;
  }

  /** What policies refer to first, so that none is without it for a moment. */
  private Map<KubernetesKind, KubernetesListing> listings() {
    var policies = new LinkedHashMap<KubernetesKind, KubernetesListing>();
    for (KubernetesKind kind : KubernetesKind.LISTED) {
      policies.put(kind, cluster.list(kind));
    }
    var listings = new LinkedHashMap<KubernetesKind, KubernetesListing>();
    ReferredObjects.of(
            config.controllerNamespace(),
            policies.getOrDefault(
                KubernetesKind.SIGSTORE_POLICY, new KubernetesListing.NotServed()),
            table.snapshot())
        .forEach((kind, keys) -> listings.put(kind, cluster.get(kind, keys)));
    listings.putAll(policies);
    return listings;
  }

  private List<Fault> writeStatus(KubernetesKind kind, KubernetesListing listing) {
    var found = new ArrayList<Fault>();
    if (listing instanceof Listed listed) {
      for (Item item : listed.items()) {
        item.submitted().resource().key().ifPresent(key -> writeStatus(kind, item, key, found));
      }
    }
    return found;
  }

  private void writeStatus(KubernetesKind kind, Item item, ResourceKey key, List<Fault> found) {
    String path = kind.path(item.submitted().resource().version(), key);
    KubernetesStatus.toWrite(item, statuses.get(key))
        .ifPresent(status -> {
          String why = cluster.patchStatus(path, status);
          if (why != null) {
            found.add(Rule.CLUSTER_UNREADABLE.fault(item.submitted().place(), why));
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Which ends the watches.
    cluster.close();
  }
}
