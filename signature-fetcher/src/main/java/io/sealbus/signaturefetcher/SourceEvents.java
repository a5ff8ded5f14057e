package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What happened in the repositories where policies have signatures looked for, and at mirrors. An
 * event there may be about images of any other repository, which may be on another partition and
 * thus in another instance's hands: every instance follows all events, and knows its own images.
 * Thread-safe.
 */
final class SourceEvents implements TopicFollower.Listener {
  /** How many are remembered, the newest. */
  private static final int REMEMBERED = 100_000;

  /** How far the clocks of those who write events and those who fetch may be apart. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private record Happened(String repository, String id) {}

  private final RecordCodec<ImageEventRecord> codec;
  private final Predicate<String> watched;
  private final Runnable changed;
  private final Map<Happened, Instant> newest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Happened, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Knows of nothing yet.
   *
   * @param watched whether events of a repository, {@code registry/path}, count
   * @param changed told when something happened in one of them
   */
  SourceEvents(RecordCodec<ImageEventRecord> codec, Predicate<String> watched, Runnable changed) {
    this.codec = codec;
    this.watched = watched;
    this.changed = changed;
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    boolean any = false;
    for (IncomingRecord record : batch) {
      any |= watched.test(record.key()) && take(record);
    }
    if (any) {
      changed.run();
    }
  }

  private synchronized boolean take(IncomingRecord record) {
    byte[] value = record.value();
    Optional<String> id = value == null ? Optional.empty() : id(record.key(), value);
    id.ifPresent(one -> {
      var happened = new Happened(record.key(), one);
      newest.remove(happened);
      newest.put(happened, record.writtenAt());
    });
    return id.isPresent();
  }

  /** The image that the event is about, or the manifest that came or is gone. */
  private Optional<String> id(String repository, byte[] value) {
    try {
      ImageEventRecord event = codec.decode(value);
      Optional<Reference.ByTag> tag =
          Reference.parse(repository + ":" + event.getTag())
              .filter(Reference.ByTag.class::isInstance)
              .map(Reference.ByTag.class::cast);
      Optional<String> attached =
          tag.flatMap(Reference.ByTag::about)
              .or(() -> Optional.ofNullable(event.getSubject()).flatMap(Digest::parse))
              .map(Extent::id);
      String digest = event.getDigest();
      return attached.isPresent() || digest == null
          ? attached
          : Digest.parse(digest).map(Extent::id);
    } catch (UndecodableRecordException e) {
      // Whoever handles the event sets it aside.
      return Optional.empty();
    }
  }

  @Override
  public synchronized void reset() {
    newest.clear();
  }

  /** Whether something happened in {@code source} about {@code id} at {@code instant} or later. */
  synchronized boolean isSince(RepositoryName source, String id, Instant instant) {
    Instant happened = newest.get(new Happened(source.toString(), id));
    return happened != null && happened.plus(SKEW).isAfter(instant);
  }
}
