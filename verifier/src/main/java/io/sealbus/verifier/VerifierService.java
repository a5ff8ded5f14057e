package io.sealbus.verifier;

import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verifier.clients.StreamsClients;
import io.sealbus.verifier.policies.PolicyFeed;
import io.sealbus.verifier.state.StateMemory;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.sweep.SweepPace;
import io.sealbus.verifier.sweep.SweepTurns;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifier: learns all policies first, then judges images as records of {@code images} and
 * {@code evidence} come, and sweeps what a change of policies touches.
 */
public final class VerifierService extends VerticleBase {
  static final String NAME = "verifier";

  /** How to make the service. */
  public static final ServiceDefinition DEFINITION =
      new ServiceDefinition() {
        @Override
        public String name() {
          return NAME;
        }

        @Override
        public List<ConfigKey<?>> keys() {
          return VerifierConfig.KEYS;
        }

        @Override
        public VerticleBase create(ServiceContext context, Configuration configuration) {
          return new VerifierService(context, VerifierConfig.from(configuration));
        }
      };

  private static final Logger LOG = LoggerFactory.getLogger(VerifierService.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final ServiceContext context;
  private final VerifierConfig config;
  private @Nullable TopicFollower policies;
  private @Nullable KafkaStreams streams;
  private @Nullable StateMemory memory;

  private VerifierService(ServiceContext context, VerifierConfig config) {
    this.context = context;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    var facts = Facts.ofAtMost(config.facts(), LawDigest.compute());
    VerifierMetrics.register(context.metrics(), facts);
    var feed = new PolicyFeed(context.codecs(), facts);
    var follower =
        new TopicFollower(
                context.bus(),
                TopicCatalogue.POLICIES,
                context.bus().names().prefix() + "." + NAME,
                Map.of(),
                feed)
            .start();
    policies = follower;
    context.health().add(NAME + "-policies", () -> follower.caughtUp().isDone());
    context.health().add(NAME + "-streams", this::running);
    // No image is judged before every policy is known: an absent policy would allow.
    return Future.fromCompletionStage(follower.caughtUp()).map(done -> startStreams(feed, facts));
  }

  private KafkaStreams startStreams(PolicyFeed feed, Facts facts) {
    var clients = new StreamsClients();
    var shared =
        new VerifierTask.Shared(
            context.bus().names(),
            context.codecs(),
            feed::snapshot,
            facts,
            config.facts() / context.bus().partitions(),
            clients,
            config.exactlyOnce(),
            new SweepTurns(),
            SweepPace.of(config.slice(), config.threads()),
            version());
    memory = new StateMemory(config.stateMemory());
    var topology = VerifierTopology.build(shared, VerifierState.onDisk());
    var started = new KafkaStreams(topology, settings(memory), clients);
    started.setUncaughtExceptionHandler(failure -> {
      LOG.atError().setCause(failure).log("a stream thread is replaced");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    streams = started;
    started.start();
    return started;
  }

  private boolean running() {
    KafkaStreams current = streams;
    return current != null && current.state() == KafkaStreams.State.RUNNING;
  }

  private Properties settings(StateMemory shared) {
    var settings = new Properties();
    settings.putAll(context.bus().clientSettings(Map.of()));
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, context.bus().names().prefix() + "." + NAME);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, context.state().toString());
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StateMemory.Settings.class);
    settings.put(StateMemory.SETTING, shared);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        config.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
    // A process that joins takes a partition over once it has its state. By default two partitions
    // at a time get there, and Streams looks every ten minutes.
    settings.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, context.bus().partitions());
    settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, context.bus().replicationFactor());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.exactlyOnce() ? 50 : 500);
    // A change of policies is noticed between polls, so an idle one must not last.
    settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    settings.put(StreamsConfig.producerPrefix("acks"), "all");
    // LZ4 makes 128 KiB of buffers for each batch, and fresh verdicts come one a batch.
    settings.put(StreamsConfig.producerPrefix("compression.type"), "snappy");
    // For what nobody waits for; see VerdictProducer.
    settings.put(StreamsConfig.producerPrefix("linger.ms"), 50);
    settings.put(StreamsConfig.producerPrefix("batch.size"), 256 * 1024);
    return settings;
  }

  private static String version() {
    return Objects.requireNonNullElse(
        VerifierService.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public Future<?> stop() {
    TopicFollower follower = policies;
    if (follower != null) {
      follower.close();
    }
    KafkaStreams running = streams;
    if (running != null) {
      // Who stays a member keeps its partitions from the next process until its session ends.
      running.close(
          CloseOptions.timeout(STOP_WITHIN)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
    StateMemory shared = memory;
    if (shared != null) {
      shared.close();
    }
    return Future.succeededFuture();
  }
}
