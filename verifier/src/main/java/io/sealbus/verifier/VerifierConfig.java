package io.sealbus.verifier;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the verifier.
 *
 * @param threads stream threads in this process; partitions are shared among all threads of all
 *     processes
 * @param exactlyOnce whether Kafka's transactions are used
 * @param facts most that are remembered
 * @param stateMemory MiB
 * @param slice of a sweep
 */
record VerifierConfig(
    int threads, boolean exactlyOnce, int facts, int stateMemory, Duration slice) {
  private static final ConfigKey<Integer> THREADS =
      ConfigKey.integer(
          "verifier.threads", 2, 1, 64, "Stream threads of the verifier in this process.");
  private static final ConfigKey<Boolean> EXACTLY_ONCE =
      ConfigKey.flag(
          "verifier.exactly.once",
          false,
          "Publish verdicts in Kafka transactions. Without, a crash may publish a verdict twice, under the same id;"
              + " with, each verdict takes some 50 ms longer.");

  private static final ConfigKey<Integer> FACTS =
      ConfigKey.integer(
          "verifier.facts",
          6_000_000,
          1_000,
          100_000_000,
          "Cryptographic facts, such as that a signature verifies under a key, that are remembered: some 43 bytes of heap"
              + " each once known, and as much on disk. An image has one for each signature and promise, each key tried, and each"
              + " attachment and statement that holds.");
  private static final ConfigKey<Integer> STATE_MEMORY =
      ConfigKey.integer(
          "verifier.state.memory.mib",
          128,
          16,
          65_536,
          "MiB outside of the heap for the state of all partitions in this process: blocks read, indexes, and what is not"
              + " written yet.");
  private static final ConfigKey<Duration> SLICE =
      ConfigKey.duration(
          "verifier.sweep.slice",
          Duration.ofMillis(2),
          "How long images are re-verified after a change before fresh records are looked at again, while some come: a"
              + " thread then rests as well, so that a processor is left to whoever carries them. Ten times as long while none come.");

  static final List<ConfigKey<?>> KEYS = List.of(THREADS, EXACTLY_ONCE, FACTS, STATE_MEMORY, SLICE);

  static VerifierConfig from(Configuration configuration) {
    return new VerifierConfig(
        configuration.get(THREADS),
        configuration.get(EXACTLY_ONCE),
        configuration.get(FACTS),
        configuration.get(STATE_MEMORY),
        configuration.get(SLICE));
  }
}
