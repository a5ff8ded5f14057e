package io.sealbus.policyingest;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Who may write policies, and the directory to take them from.
 *
 * @param tokens current bearer tokens for writes; none where anyone who reaches the port may write
 * @param directory at most one
 * @param poll time between two looks at the directory
 */
record PolicyIngestConfig(List<String> tokens, List<Path> directory, Duration poll) {
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

  static final List<ConfigKey<?>> KEYS = List.of(TOKENS, DIRECTORY, POLL);

  PolicyIngestConfig {
    tokens = List.copyOf(tokens);
    directory = List.copyOf(directory);
  }

  static PolicyIngestConfig from(Configuration configuration) {
    return new PolicyIngestConfig(
        configuration.get(TOKENS), configuration.get(DIRECTORY), configuration.get(POLL));
  }
}
