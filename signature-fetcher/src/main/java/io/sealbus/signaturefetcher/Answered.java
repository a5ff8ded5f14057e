package io.sealbus.signaturefetcher;

import io.sealbus.schemas.ImageEventRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to which event the registry has answered about a reference: what had come when it was asked
 * was told before. Of a backlog in which one tag was pushed a hundred times, one event asks.
 * Offsets tell before from after, whatever anyone's clock says. Only for as long as this process
 * runs. Thread-safe.
 */
final class Answered {
  /** How many references are remembered, the newest. */
  private static final int REMEMBERED = 100_000;

  private final Map<Integer, Long> arrived = new HashMap<>();
  private final Map<String, Long> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** An event has come. */
  synchronized void arrived(int partition, long offset) {
    arrived.merge(partition, offset, Math::max);
  }

  /** The newest event that has come from the partition. */
  synchronized long newest(int partition) {
    return arrived.getOrDefault(partition, -1L);
  }

  /** The registry has answered about {@code key} after the event at {@code offset} had come. */
  synchronized void upTo(String key, long offset) {
    asked.remove(key);
    asked.put(key, offset);
  }

  /** Whether the registry has answered about all that the event names since it was told. */
  boolean has(ImageEventRecord event, String repository, long offset) {
    return has(event.getTag(), repository + ":", offset)
        && has(event.getDigest(), repository + "@", offset);
  }

  private synchronized boolean has(@Nullable String name, String prefix, long offset) {
    return name == null || asked.getOrDefault(prefix + name, -1L) >= offset;
  }

  /** Partitions have been given anew. */
  synchronized void clear() {
    arrived.clear();
    asked.clear();
  }
}
