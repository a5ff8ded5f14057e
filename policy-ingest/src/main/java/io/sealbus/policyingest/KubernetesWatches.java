package io.sealbus.policyingest;

import io.sealbus.policyingest.KubernetesListing.Listed;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.runtime.kubernetes.ApiServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The watches on a cluster's kinds, which bring the next list forward and do nothing else. */
final class KubernetesWatches {
  /** Shortest time between the beginnings of two watches on a kind. */
  static final Duration REST = Duration.ofSeconds(5);

  private final KubernetesCluster cluster;
  private final Runnable changed;
  private final Map<KubernetesKind, State> states = new ConcurrentHashMap<>();

  /**
   * How the watch on a kind stands.
   *
   * @param since when it was begun, by {@link System#nanoTime}
   * @param why it last could not be watched; empty where it could
   */
  private record State(long since, boolean open, String why) {}

  /** {@code changed} is called where something may have changed. */
  KubernetesWatches(KubernetesCluster cluster, Runnable changed) {
    this.cluster = cluster;
    this.changed = changed;
  }

  /** Has the kind watched from what was listed on; whether a watch is open or under way. */
  boolean keep(KubernetesKind kind, Listed listed) {
    State last = states.get(kind);
    if (last != null && (last.open() || System.nanoTime() - last.since() < REST.toNanos())) {
      return last.open();
    }
    var watching = new Watching(kind, System.nanoTime());
    watching.put(true, last == null ? "" : last.why());
    cluster.watch(listed, watching);
    return true;
  }

  /** What cannot be watched, and so is only seen at the next list. */
  List<Fault> faults() {
    return states.entrySet().stream()
        .filter(entry -> !entry.getValue().why().isEmpty())
        .map(entry -> fault(entry.getKey(), entry.getValue().why()))
        .toList();
  }

  private static Fault fault(KubernetesKind kind, String why) {
    return Rule.CLUSTER_UNREADABLE.fault(
        kind.toString(), "Listed every few seconds, since it cannot be watched: " + why);
  }

  private final class Watching implements ApiServer.Watcher {
    private final KubernetesKind kind;
    private final long since;

    Watching(KubernetesKind kind, long since) {
      this.kind = kind;
      this.since = since;
    }

    void put(boolean open, String why) {
      states.put(kind, new State(since, open, why));
    }

    @Override
    public void begun() {
      put(true, "");
    }

    @Override
    public void changed(List<ByteBuffer> bytes) {
      changed.run();
    }

    @Override
    public void ended(String why) {
      put(false, why);
      changed.run();
    }
  }
}
