package io.sealbus.policyingest;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may write policies, and the directory to take them from.
 *
 * @param tokens current bearer tokens for writes; none where anyone who reaches the port may write
 * @param directory at most one
 * @param poll time between two looks at the directory
 * @param kubernetes the cluster to follow, if any
 */
record PolicyIngestConfig(
    List<String> tokens,
    List<Path> directory,
    Duration poll,
    Optional<Kubernetes> kubernetes) {
  private static final ConfigKey<List<String>> TOKENS =
      ConfigKey.secrets(
          "ingest.tokens",
          "Bearer tokens of which one is needed to write policies over HTTP; several may be current. Empty: anyone who reaches the port may write. Reading needs none.");
  private static final ConfigKey<List<Path>> DIRECTORY =
      ConfigKey.path(
          "ingest.directory",
          "",
          "Directory whose *.yaml, *.yml and *.json files hold policies, at any depth. A policy taken from it follows its file: removing the file deletes the policy. Empty for none.");
  private static final ConfigKey<Duration> POLL =
      ConfigKey.duration(
          "ingest.directory.poll",
          Duration.ofSeconds(5),
          "Time between two looks at the directory.");

  private static final ConfigKey<Boolean> KUBERNETES =
      ConfigKey.flag(
          "ingest.kubernetes",
          false,
          "Whether the policies follow a Kubernetes cluster: the one that the service runs in, or the current context of the kubeconfig file.");
  private static final ConfigKey<List<Path>> KUBECONFIG =
      ConfigKey.path(
          "ingest.kubernetes.kubeconfig",
          "",
          "The kubeconfig file. Empty: that of KUBECONFIG or of the home directory, else the service account of the pod.");
  private static final ConfigKey<Duration> KUBERNETES_POLL =
      ConfigKey.duration(
          "ingest.kubernetes.poll",
          Duration.ofMinutes(1),
          "Longest time between two lists of the cluster's policies. Changes are watched for and taken at once.");
  private static final ConfigKey<Boolean> KUBERNETES_STATUS =
      ConfigKey.flag(
          "ingest.kubernetes.status",
          true,
          "Whether conditions are written back to the status of the policies that came from the cluster. Switch it off where the platform's own controller writes them.");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          TOKENS,
          DIRECTORY,
          POLL,
          KUBERNETES,
          KUBECONFIG,
          KUBERNETES_POLL,
          KUBERNETES_STATUS);

  /**
   * The cluster to follow.
   *
   * @param kubeconfig at most one; none for the usual places
   * @param poll longest time between two lists
   * @param writesStatus whether conditions are written back
   */
  record Kubernetes(List<Path> kubeconfig, Duration poll, boolean writesStatus) {
    Kubernetes {
      kubeconfig = List.copyOf(kubeconfig);
    }
  }

  PolicyIngestConfig {
    tokens = List.copyOf(tokens);
    directory = List.copyOf(directory);
  }

  /** Prefixes of the origins that are followed, whose policies nobody else may change. */
  Set<String> owners() {
    var owners = new HashSet<String>();
    if (!directory.isEmpty()) {
      owners.add(Origin.DIRECTORY);
    }
    if (kubernetes.isPresent()) {
      owners.add(Origin.KUBERNETES);
    }
    return owners;
  }

  static PolicyIngestConfig from(Configuration configuration) {
    return new PolicyIngestConfig(
        configuration.get(TOKENS),
        configuration.get(DIRECTORY),
        configuration.get(POLL),
        configuration.get(KUBERNETES)
            ? Optional.of(
                new Kubernetes(
                    configuration.get(KUBECONFIG),
                    configuration.get(KUBERNETES_POLL),
                    configuration.get(KUBERNETES_STATUS)))
            : Optional.empty());
  }
}
