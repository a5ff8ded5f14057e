package io.sealbus.signaturefetcher.pods;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.config.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which clusters' pods are a source of images.
 *
 * @param clusters kubeconfig by the cluster's name; an empty list for the pod's own service account
 * @param namespaces whose pods count; empty for all
 * @param poll time after which the pods are listed anew
 * @param refresh time after which an image that is in use is told again
 */
public record PodsConfig(
    Map<String, List<Path>> clusters, Set<String> namespaces, Duration poll, Duration refresh) {
  private static final String IN_CLUSTER = "in-cluster";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

  private static final ConfigKey<List<String>> CLUSTERS =
      ConfigKey.list(
          "fetcher.pods.clusters",
          "",
          "Clusters whose pods' images are fetched, name=kubeconfig, or name=in-cluster for the cluster that this process runs in. Empty: none.");
  private static final ConfigKey<List<String>> NAMESPACES =
      ConfigKey.list(
          "fetcher.pods.namespaces",
          "",
          "Namespaces whose pods count, in each cluster. Empty: all.");
  private static final ConfigKey<Duration> POLL =
      ConfigKey.duration(
          "fetcher.pods.poll",
          Duration.ofMinutes(10),
          "All pods are listed anew after this time; changes between are seen at once by a watch.");
  private static final ConfigKey<Duration> REFRESH =
      ConfigKey.duration(
          "fetcher.pods.refresh",
          Duration.ofHours(6),
          "An image that is in use is told again after this time, as long as a pod uses it.");

  /** All settings. */
  public static final List<ConfigKey<?>> KEYS = List.of(CLUSTERS, NAMESPACES, POLL, REFRESH);

  public PodsConfig {
    clusters = Map.copyOf(clusters);
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Reads the settings.
   *
   * @throws ConfigurationException where one cannot be used
   */
  public static PodsConfig from(Configuration configuration) {
    Map<String, List<Path>> clusters = new LinkedHashMap<>();
    for (String pair : configuration.get(CLUSTERS)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals);
      String where = pair.substring(equals + 1);
      if (!NAME.matcher(name).matches() || where.isEmpty()) {
        throw new ConfigurationException(
            CLUSTERS.name() + ": " + pair + " (expected: name=kubeconfig or name=in-cluster)");
      }
      clusters.put(name, where.equals(IN_CLUSTER) ? List.of() : List.of(path(where)));
    }
    for (String namespace : configuration.get(NAMESPACES)) {
      if (!NAME.matcher(namespace).matches()) {
        throw new ConfigurationException(NAMESPACES.name() + ": " + namespace + " is none");
      }
    }
    return new PodsConfig(
        clusters,
        new TreeSet<>(configuration.get(NAMESPACES)),
        configuration.get(POLL),
        configuration.get(REFRESH));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(CLUSTERS.name() + ": " + text + " is no path");
    }
  }
}
