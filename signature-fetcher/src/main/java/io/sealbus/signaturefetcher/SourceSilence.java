package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sources tell nothing while things change at the registry that they speak for, as a webhook
 * does that has disabled itself. Both are seen on the topic of image events: what a source told,
 * and what comparing found. A source that is quiet because nothing happens is none of them.
 * Thread-safe.
 */
final class SourceSilence implements TopicFollower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SourceSilence.class);

  /** Names are our own configuration's; whoever writes to the topic may make up others. */
  private static final int MAX_SOURCES = 1_000;

  private static final int MAX_REGISTRIES = 100;

  /** A notification may be on its way while comparing already sees what it is about. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final RecordCodec<ImageEventRecord> codec;
  private final Map<String, Set<String>> configured;
  private final Duration bound;
  private final InstantSource clock;
  private final Map<String, Source> sources = new TreeMap<>();
  private Set<String> silent = Set.of();

  /** What is known of a source. */
  private static final class Source {
    private final Set<String> registries;
    private @Nullable Instant last;
    private @Nullable Change missed;

    Source(Set<String> registries) {
      this.registries = new HashSet<>(registries);
    }
  }

  /** What was found at a source's registry since the source last told anything. */
  private record Change(String registry, Instant first, Instant newest) {}

  /**
   * Knows of nothing yet.
   *
   * @param configured sources, and the registries that they speak for; a source also speaks for
   *     each registry that its events name
   * @param bound changes that come so long after a source's last event make it silent
   */
  SourceSilence(
      RecordCodec<ImageEventRecord> codec,
      Map<String, Set<String>> configured,
      Duration bound,
      InstantSource clock) {
    this.codec = codec;
    this.configured = Map.copyOf(configured);
    this.bound = bound;
    this.clock = clock;
    reset();
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    for (IncomingRecord record : batch) {
      byte[] value = record.value();
      try {
        if (value != null) {
          take(codec.decode(value), record.writtenAt());
        }
      } catch (UndecodableRecordException e) {
        // Whoever handles the event sets it aside.
        LOG.atDebug().addKeyValue("offset", record.offset()).log(e.getMessage());
      }
    }
  }

  private synchronized void take(ImageEventRecord event, Instant at) {
    if (event.getSource().equals(ObservedEvents.RECONCILE)) {
      sources.values().stream()
          .filter(source -> source.registries.contains(event.getRegistry()))
          .forEach(source -> missed(source, event.getRegistry(), at));
    } else if (!ObservedEvents.isObserved(event.getSource())) {
      told(event, at);
    }
  }

  private static void missed(Source source, String registry, Instant at) {
    Change before = source.missed;
    if (source.last == null || at.isAfter(source.last)) {
      source.missed = new Change(registry, before == null ? at : before.first, at);
    }
  }

  private void told(ImageEventRecord event, Instant at) {
    Source source = sources.get(event.getSource());
    if (source == null && sources.size() < MAX_SOURCES) {
      source = new Source(Set.of());
      sources.put(event.getSource(), source);
    }
    if (source == null) {
      return;
    }
    if (source.registries.size() < MAX_REGISTRIES) {
      source.registries.add(event.getRegistry());
    }
    if (source.last == null || at.isAfter(source.last)) {
      source.last = at;
      source.missed = null;
    }
  }

  @Override
  public synchronized void reset() {
    sources.clear();
    configured.forEach((name, registries) -> sources.put(name, new Source(registries)));
  }

  /** How many sources are silent. */
  int count() {
    return findings().size();
  }

  /** The sources that are silent, for people. */
  synchronized List<String> findings() {
    return sources.entrySet().stream()
        .filter(one -> isSilent(one.getValue()))
        .map(one -> describe(one.getKey(), one.getValue()))
        .toList();
  }

  private boolean isSilent(Source source) {
    Change missed = source.missed;
    if (missed == null) {
      return false;
    }
    Instant since = source.last == null ? missed.first : source.last;
    Duration grace = bound.compareTo(GRACE) < 0 ? bound : GRACE;
    return Duration.between(since, missed.newest).compareTo(bound) >= 0
        && !clock.instant().isBefore(missed.first.plus(grace));
  }

  private static String describe(String name, Source source) {
    Change missed = source.missed;
    return ReasonCode.SOURCE_SILENT
        + ": "
        + name
        + ": last event "
        + (source.last == null ? "never" : source.last)
        + (missed == null ? "" : ", " + missed.registry + " changed at " + missed.newest);
  }

  /** Logs which sources have become silent, and which are heard again. */
  synchronized void report() {
    var now = new HashSet<String>();
    sources.forEach((name, source) -> {
      if (isSilent(source)) {
        now.add(name);
      }
    });
    for (String name : now) {
      Source source = sources.get(name);
      if (!silent.contains(name) && source != null) {
        LOG.atWarn()
            .addKeyValue("source", name)
            .addKeyValue("reason", ReasonCode.SOURCE_SILENT)
            .log(describe(name, source));
      }
    }
    silent.stream()
        .filter(name -> !now.contains(name))
        .forEach(name -> LOG.atInfo().addKeyValue("source", name).log("the source is heard again"));
    silent = Set.copyOf(now);
  }
}
