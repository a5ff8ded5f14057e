package io.sealbus.policyingest;

import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.schemas.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A cluster that is followed, and the statuses that go back to it. */
record ClusterLink(KubernetesWatch watch, TopicFollower statuses) implements AutoCloseable {
  /**
   * Begins to follow.
   *
   * @throws UncheckedIOException where the kubeconfig file cannot be read
   */
  static ClusterLink start(
      ServiceContext context,
      String service,
      PolicyIngestConfig.Kubernetes config,
      PolicyTable table,
      PolicyWriter writer,
      IngestMetrics metrics) {
    KubernetesCluster cluster;
    try {
      cluster = KubernetesCluster.of(config.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var statuses = new StatusTable(context.codecs().codec(TopicCatalogue.POLICY_STATUS));
    var watch = new KubernetesWatch(cluster, config, table, writer, statuses, metrics);
    statuses.onChange(watch::look);
    var follower =
        new TopicFollower(
            context.bus(),
            TopicCatalogue.POLICY_STATUS,
            context.bus().names().prefix() + "." + service + ".status",
            Map.of(),
            statuses);
    context.health().add(service + ".cluster", watch::hasLooked);
    context.health().describe(service + ".cluster", watch::findings);
    return new ClusterLink(watch.start(), follower.start());
  }

  @Override
  public void close() {
    statuses.close();
    watch.close();
  }
}
