package io.sealbus.broker;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Kafka's configuration for one node that shares a JVM with everything else: little memory, few
 * threads, and defaults of a cluster of three turned into those of a cluster of one.
 *
 * @see <a href="https://kafka.apache.org/documentation/#brokerconfigs">Kafka broker
 *     configuration</a>
 */
final class ServerSettings {
  static final int NODE_ID = 1;
  static final String BROKER_LISTENER = "BROKER";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private ServerSettings() {}

  static Properties of(Path kafka, BoundSockets sockets) {
    var settings = new Properties();
    identity(settings, kafka, sockets);
    oneNode(settings);
    logs(settings);
    size(settings);
    return settings;
  }

  private static void identity(Properties settings, Path kafka, BoundSockets sockets) {
    String broker = BROKER_LISTENER + "://" + sockets.brokerAddress();
    set(settings, "process.roles", "broker,controller");
    set(settings, "node.id", NODE_ID);
    set(settings, "log.dirs", kafka);
    set(
        settings,
        "listeners",
        broker + "," + CONTROLLER_LISTENER + "://" + sockets.controllerAddress());
    set(settings, "advertised.listeners", broker);
    set(
        settings,
        "listener.security.protocol.map",
        BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    set(settings, "inter.broker.listener.name", BROKER_LISTENER);
    set(settings, "controller.listener.names", CONTROLLER_LISTENER);
    // Static voters, not a dynamic quorum: the address is then nowhere in the log, so that the
    // controller's port may be another one at each start.
    set(settings, "controller.quorum.voters", NODE_ID + "@" + sockets.controllerAddress());
  }

  private static void oneNode(Properties settings) {
    set(settings, "default.replication.factor", 1);
    set(settings, "min.insync.replicas", 1);
    set(settings, "offsets.topic.replication.factor", 1);
    set(settings, "transaction.state.log.replication.factor", 1);
    set(settings, "transaction.state.log.min.isr", 1);
    set(settings, "share.coordinator.state.topic.replication.factor", 1);
    set(settings, "share.coordinator.state.topic.min.isr", 1);
    // The partition counts of internal topics are fixed when a directory first uses them. Fifty
    // each, the default, is for clusters: every partition costs files and a share of each start.
    set(settings, "offsets.topic.num.partitions", 4);
    set(settings, "transaction.state.log.num.partitions", 4);
    set(settings, "share.coordinator.state.topic.num.partitions", 1);
    // No other member will come in the first seconds; each wait would delay the whole product.
    set(settings, "group.initial.rebalance.delay.ms", 0);
    set(settings, "group.streams.initial.rebalance.delay.ms", 0);
    // Nobody to elect instead: retry at once.
    set(settings, "controller.quorum.election.timeout.ms", 200);
    set(settings, "controller.quorum.election.backoff.max.ms", 200);
    // After a kill, the controller holds the dead broker's session for this long before it accepts
    // the new one, which is most of what such a start takes. Much shorter, and a starved machine
    // fences its own broker.
    set(settings, "broker.session.timeout.ms", 3_000);
    set(settings, "broker.heartbeat.interval.ms", 500);
    set(settings, "auto.leader.rebalance.enable", false);
    // Topics come from the catalogue; a misspelt name is an error, not a new topic.
    set(settings, "auto.create.topics.enable", false);
    set(settings, "server.max.startup.time.ms", 300_000);
  }

  private static void logs(Properties settings) {
    // An acknowledged record is in the page cache, which outlives the process; only the machine's
    // own failure can lose it, and then no more than about two seconds' worth.
    set(settings, "log.flush.scheduler.interval.ms", 1_000);
    set(settings, "log.flush.interval.ms", 1_000);
    set(settings, "log.segment.bytes", 64 << 20);
    // Index files take their full length on disk while a segment is active (sparse where the file
    // system can); 1 MiB indexes 512 MiB of log.
    set(settings, "log.index.size.max.bytes", 1 << 20);
    set(settings, "log.preallocate", false);
    set(settings, "offsets.topic.segment.bytes", 16 << 20);
    set(settings, "transaction.state.log.segment.bytes", 16 << 20);
    set(settings, "share.coordinator.state.topic.segment.bytes", 16 << 20);
    set(settings, "log.cleaner.enable", true);
    set(settings, "log.cleaner.threads", 1);
    // Kept on the heap for good: 128 MiB by default. 8 MiB holds some 300,000 keys a pass; more
    // keys take more passes.
    set(settings, "log.cleaner.dedupe.buffer.size", 8 << 20);
    // What is read and what is written, together. Compaction can wait, and the processors that a
    // sweep over a fleet is done with are wanted for it. A new byte takes three to five of these,
    // so that 3 MiB of new records a second, all day, are compacted as fast as they come.
    set(settings, "log.cleaner.io.max.bytes.per.second", 16 << 20);
  }

  private static void size(Properties settings) {
    set(settings, "num.network.threads", 2);
    set(settings, "num.io.threads", 4);
    set(settings, "background.threads", 2);
    set(settings, "num.replica.fetchers", 1);
    set(settings, "num.recovery.threads.per.data.dir", 2);
    set(settings, "group.coordinator.threads", 1);
    set(settings, "group.coordinator.background.threads", 1);
    set(settings, "offsets.load.buffer.size", 1 << 20);
    set(settings, "transaction.state.log.load.buffer.size", 1 << 20);
    set(settings, "share.coordinator.load.buffer.size", 1 << 20);
    set(settings, "queued.max.requests", 100);
    set(settings, "max.incremental.fetch.session.cache.slots", 200);
  }

  private static void set(Properties settings, String key, Object value) {
    settings.setProperty(key, value.toString());
  }
}
