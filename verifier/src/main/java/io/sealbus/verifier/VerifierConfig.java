package io.sealbus.verifier;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.util.List;

/**
 * Settings of the verifier.
 *
 * @param threads stream threads in this process; partitions are shared among all threads of all
 *     processes
 * @param exactlyOnce whether Kafka's transactions are used
 */
record VerifierConfig(int threads, boolean exactlyOnce) {
  private static final ConfigKey<Integer> THREADS =
      ConfigKey.integer(
          "verifier.threads", 2, 1, 64, "Stream threads of the verifier in this process.");
  private static final ConfigKey<Boolean> EXACTLY_ONCE =
      ConfigKey.flag(
          "verifier.exactly.once",
          false,
          "Publish verdicts in Kafka transactions. Without, a crash may publish a verdict twice, under the same id;"
              + " with, each verdict takes some 50 ms longer.");

  static final List<ConfigKey<?>> KEYS = List.of(THREADS, EXACTLY_ONCE);

  static VerifierConfig from(Configuration configuration) {
    return new VerifierConfig(configuration.get(THREADS), configuration.get(EXACTLY_ONCE));
  }
}
