package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code images} and {@code evidence} topics say about the partitions that this instance
 * has: what each reference stands for, which evidence there is, and which attempts are still to be
 * made. It can be rebuilt from the topics at any time, and is after each start: everything it needs
 * stands in {@link FetchHeaders}, so that no value is decoded for it. Thread-safe.
 *
 * <p>A record of this instance counts as soon as it is handed out for sending. When it comes back
 * from the topic, it is passed over while a newer one of the same key is on its way.
 */
final class FetchLedger {
  /** A record's place. */
  record Place(Topic<?> topic, String key) {}

  /** An attempt that has become due. */
  record Due(Place place, int partition, Retry retry) {}

  /**
   * What is known of a place.
   *
   * @param headers null for a tombstone that is on its way
   */
  private record Entry(int partition, @Nullable FetchHeaders headers, int onTheirWay) {
    @Nullable Retry retry() {
      return headers == null ? null : headers.retry();
    }
  }

  private record Waiting(Instant dueAt, Place place) {}

  private final String session;
  private final Map<Place, Entry> entries = new HashMap<>();
  private final Map<String, Set<String>> references = new HashMap<>();
  private final Map<String, Set<String>> evidence = new HashMap<>();
  private final TreeSet<Waiting> waiting =
      new TreeSet<>(
          Comparator.comparing(Waiting::dueAt)
              .thenComparing(w -> w.place.topic().name())
              .thenComparing(w -> w.place.key()));
  private final Set<Integer> replayed = new HashSet<>();

  /**
   * An empty ledger.
   *
   * @param session tells this instance's records from those of others and of earlier runs
   */
  FetchLedger(String session) {
    this.session = session;
  }

  /** A record of ours is about to be sent to {@code partition}. */
  synchronized void sending(int partition, OutgoingRecord<?> record) {
    var place = new Place(record.topic(), record.key());
    Entry before = entries.get(place);
    int onTheirWay = before == null ? 0 : before.onTheirWay;
    @Nullable FetchHeaders headers =
        record.value() == null ? null : FetchHeaders.read(record.headers()::get);
    put(place, new Entry(partition, headers, onTheirWay + 1));
  }

  /** A record came from the topic. */
  synchronized void came(IncomingRecord record) {
    var place = new Place(record.topic(), record.key());
    Entry before = entries.get(place);
    int onTheirWay = before == null ? 0 : before.onTheirWay;
    if (onTheirWay > 0 && session.equals(record.header(FetchHeaders.SESSION))) {
      onTheirWay--;
    }
    if (onTheirWay == 0 || before == null) {
      @Nullable FetchHeaders headers =
          record.value() == null ? null : FetchHeaders.read(record::header);
      put(place, new Entry(record.partition(), headers, onTheirWay));
    } else {
      put(place, new Entry(before.partition, before.headers, onTheirWay));
    }
  }

  /** How often in a row the record's fetch has failed. */
  synchronized int attempts(Place place) {
    Entry entry = entries.get(place);
    Retry retry = entry == null ? null : entry.retry();
    return retry == null ? 0 : retry.attempts();
  }

  /** The digest in the record's headers; null where there is none. */
  synchronized @Nullable String digest(Place place) {
    Entry entry = entries.get(place);
    return entry == null || entry.headers == null ? null : entry.headers.digest();
  }

  /** Whether there may be a record: always, until the partition's topics have been read. */
  synchronized boolean mayExist(int partition, Place place) {
    return !replayed.contains(partition) || entries.containsKey(place);
  }

  /** The references of {@code repository} that have a record, sorted. */
  synchronized List<String> references(String repository) {
    return references.getOrDefault(repository, Set.of()).stream().sorted().toList();
  }

  /** The keys of {@code repository}'s evidence, sorted. */
  synchronized List<String> evidence(String repository) {
    return evidence.getOrDefault(repository, Set.of()).stream().sorted().toList();
  }

  /** The repositories that have records, on partitions that have been read. */
  synchronized Set<String> repositories() {
    var names = new HashSet<String>();
    names.addAll(read(references, TopicCatalogue.IMAGES));
    names.addAll(read(evidence, TopicCatalogue.EVIDENCE));
    return names;
  }

  /** A repository's records are all on one partition. */
  private List<String> read(Map<String, Set<String>> keys, Topic<?> topic) {
    return keys.entrySet().stream()
        .filter(one -> {
          Entry entry = entries.get(new Place(topic, one.getValue().iterator().next()));
          return entry != null && replayed.contains(entry.partition);
        })
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How far the evidence under {@code place} reaches; null where that is not known. */
  synchronized @Nullable Extent extent(Place place) {
    Entry entry = entries.get(place);
    return entry == null || entry.headers == null ? null : entry.headers.extent();
  }

  /** The keys of {@code repository}'s evidence that was found in {@code manifest}, sorted. */
  synchronized List<String> evidenceFrom(String repository, Digest manifest) {
    String id = Extent.id(manifest);
    return evidence.getOrDefault(repository, Set.of()).stream()
        .filter(key -> {
          Extent extent = extent(new Place(TopicCatalogue.EVIDENCE, key));
          return extent != null && extent.manifests().contains(id);
        })
        .sorted()
        .toList();
  }

  /** The keys of all evidence on partitions that have been read, with their partitions. */
  synchronized Map<String, Integer> evidence() {
    var keys = new HashMap<String, Integer>();
    entries.forEach((place, entry) -> {
      if (place.topic().equals(TopicCatalogue.EVIDENCE)
          && entry.headers != null
          && replayed.contains(entry.partition)) {
        keys.put(place.key(), entry.partition);
      }
    });
    return keys;
  }

  /** Takes at most {@code most} attempts that are due, longest due first. */
  synchronized List<Due> takeDue(Instant now, int most) {
    var due = new ArrayList<Due>();
    var iterator = waiting.iterator();
    while (iterator.hasNext() && due.size() < most) {
      Waiting next = iterator.next();
      if (next.dueAt.isAfter(now)) {
        break;
      }
      Entry entry = entries.get(next.place);
      Retry retry = entry == null ? null : entry.retry();
      if (entry == null || retry == null) {
        iterator.remove();
      } else if (replayed.contains(entry.partition)) {
        iterator.remove();
        due.add(new Due(next.place, entry.partition, retry));
      }
    }
    return due;
  }

  /** Puts back an attempt that could not be made. */
  synchronized void putBack(Due due, Instant dueAt) {
    if (entries.containsKey(due.place)) {
      waiting.add(new Waiting(dueAt, due.place));
    }
  }

  /** These partitions' topics have been read: attempts may be made. */
  synchronized void replayed(Collection<Integer> partitions) {
    replayed.addAll(partitions);
  }

  /** Whether the partition's topics have been read. */
  synchronized boolean isReplayed(int partition) {
    return replayed.contains(partition);
  }

  /** These partitions belong to another instance now. */
  synchronized void forget(Collection<Integer> partitions) {
    replayed.removeAll(Set.copyOf(partitions));
    List<Place> gone =
        entries.entrySet().stream()
            .filter(e -> partitions.contains(e.getValue().partition))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(this::remove);
  }

  /** Records that the ledger knows of. */
  synchronized int size() {
    return entries.size();
  }

  /** Attempts that are still to be made. */
  synchronized int waiting() {
    return waiting.size();
  }

  private void put(Place place, Entry entry) {
    remove(place);
    if (entry.headers == null && entry.onTheirWay == 0) {
      return;
    }
    entries.put(place, entry);
    if (entry.headers != null) {
      keys(place)
          .computeIfAbsent(Repositories.of(place.key()), r -> new HashSet<>())
          .add(place.key());
    }
    Retry retry = entry.retry();
    if (retry != null) {
      waiting.add(new Waiting(retry.dueAt(), place));
    }
  }

  private void remove(Place place) {
    Entry before = entries.remove(place);
    if (before == null) {
      return;
    }
    Retry retry = before.retry();
    if (retry != null) {
      waiting.remove(new Waiting(retry.dueAt(), place));
    }
    keys(place)
        .computeIfPresent(
            Repositories.of(place.key()),
            (repository, keys) -> {
              keys.remove(place.key());
              return keys.isEmpty() ? null : keys;
            });
  }

  /** Keys by repository. A digest's image and its evidence have the same key. */
  private Map<String, Set<String>> keys(Place place) {
    return place.topic().equals(TopicCatalogue.IMAGES) ? references : evidence;
  }
}
