package io.sealbus.policyingest;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.verification.sigstore.Admission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Who may write policies, and the directory to take them from.
 *
 * @param tokens current bearer tokens for writes; none where anyone who reaches the port may write
 * @param directory at most one
 * @param poll time between two looks at the directory
 * @param controllerNamespace where secrets and config maps are taken from
 * @param textHosts hosts that policy texts may be fetched from
 * @param trustDirectory where metadata of TUF mirrors is kept; at most one
 * @param trustRefresh time between two looks at TUF repositories
 */
record PolicyIngestConfig(
    List<String> tokens,
    List<Path> directory,
    Duration poll,
    String controllerNamespace,
    List<String> textHosts,
    List<Path> trustDirectory,
    Duration trustRefresh) {
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

  private static final ConfigKey<String> NAMESPACE =
      ConfigKey.text(
          "ingest.sigstore.namespace",
          Admission.DEFAULT_NAMESPACE,
          "Namespace of the sigstore policy-controller: Secrets and ConfigMaps that policies refer to are taken from it alone.");
  private static final ConfigKey<List<String>> TEXT_HOSTS =
      ConfigKey.list(
          "ingest.sigstore.text-hosts",
          "",
          "Hosts (host or host:port) that policy texts behind URLs are fetched from, over https, once when the policy is applied. Empty: such policies are refused.");
  private static final ConfigKey<List<Path>> TRUST_DIRECTORY =
      ConfigKey.path(
          "ingest.trust.directory",
          "",
          "Directory that keeps the verified metadata of TUF mirrors, so that after a restart no mirror can go back to an older state. Empty: in memory only.");
  private static final ConfigKey<Duration> TRUST_REFRESH =
      ConfigKey.duration(
          "ingest.trust.refresh",
          Duration.ofHours(24),
          "Time between two looks at the TUF repositories of TrustRoots.");

  static final List<ConfigKey<?>> KEYS =
      List.of(TOKENS, DIRECTORY, POLL, NAMESPACE, TEXT_HOSTS, TRUST_DIRECTORY, TRUST_REFRESH);

  PolicyIngestConfig {
    tokens = List.copyOf(tokens);
    directory = List.copyOf(directory);
    textHosts = List.copyOf(textHosts);
    trustDirectory = List.copyOf(trustDirectory);
  }

  static PolicyIngestConfig from(Configuration configuration) {
    return new PolicyIngestConfig(
        configuration.get(TOKENS),
        configuration.get(DIRECTORY),
        configuration.get(POLL),
        configuration.get(NAMESPACE),
        configuration.get(TEXT_HOSTS),
        configuration.get(TRUST_DIRECTORY),
        configuration.get(TRUST_REFRESH));
  }
}
