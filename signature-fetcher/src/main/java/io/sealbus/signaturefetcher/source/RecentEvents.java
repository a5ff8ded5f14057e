package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.signaturefetcher.source.Reading.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells an event that comes again. An event is the same if all that its sender says is: an id alone
 * could be the same by mistake, or be chosen by whoever pushes. Thread-safe.
 *
 * <p>Senders come again while the first delivery is still on its way to the bus. The second then
 * waits for what becomes of the first: to say that all is well would be to lose the event if it is
 * not.
 */
final class RecentEvents {
  /** How many are remembered, the newest; each takes some 200 bytes. */
  private static final int REMEMBERED = 100_000;

  private record Entry(CompletableFuture<@Nullable Void> durable, Instant until) {}

  private final Duration window;
  private final int remembered;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  RecentEvents(Duration window) {
    this(window, REMEMBERED);
  }

  RecentEvents(Duration window, int remembered) {
    this.window = window;
    this.remembered = remembered;
  }

  /**
   * The events of one delivery, sorted.
   *
   * @param fresh those that were not there before; they count as there from now on
   * @param others completes when the others are durable
   * @param keys of the fresh ones
   */
  record Claim(List<Seen> fresh, CompletableFuture<Void> others, List<String> keys) {
    Claim {
      fresh = List.copyOf(fresh);
      keys = List.copyOf(keys);
    }
  }

  /**
   * Sorts {@code events}. One that does not tell itself from others is always fresh.
   *
   * @param durable completes when the fresh ones are durable, and fails when they are lost
   */
  synchronized Claim claim(
      List<Seen> events, CompletableFuture<@Nullable Void> durable, Instant now) {
    expire(now);
    var fresh = new ArrayList<Seen>();
    var keys = new ArrayList<String>();
    var others = new ArrayList<CompletableFuture<?>>();
    for (Seen seen : events) {
      String key = key(seen.event());
      Entry before = seen.telling() ? entries.get(key) : null;
      if (before == null) {
        fresh.add(seen);
      } else if (before.durable != durable) {
        others.add(before.durable);
      }
      if (before == null && seen.telling()) {
        keys.add(key);
        entries.put(key, new Entry(durable, now.plus(window)));
      }
    }
    return new Claim(
        fresh, CompletableFuture.allOf(others.toArray(CompletableFuture<?>[]::new)), keys);
  }

  /** The fresh ones of {@code claim} are lost; they may come again. */
  synchronized void forget(Claim claim) {
    claim.keys().forEach(entries::remove);
  }

  synchronized int size() {
    return entries.size();
  }

  /** All have the same window, so that the first to come is the first to go. */
  private void expire(Instant now) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      boolean over = !oldest.next().until.isAfter(now);
      if (!over && entries.size() < remembered) {
        return;
      }
      oldest.remove();
    }
  }

  private static String key(ImageEventRecord event) {
    @Nullable Instant at = event.getOccurredAt();
    return Hashes.of(
            event.getSource(),
            event.getId(),
            event.getAction().name(),
            event.getRegistry() + "/" + event.getRepository(),
            event.getTag(),
            event.getDigest(),
            at == null ? null : at.toString())
        .substring("sha256:".length(), "sha256:".length() + 32);
  }
}
