package io.sealbus.verifier;

import io.sealbus.verifier.PolicySnapshot.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What one task of the verifier knows, in RocksDB with a changelog each. Keys are references, or
 * {@code repo@digest}, as on the topics.
 */
final class VerifierState {
  private static final String IMAGES = "images";
  private static final String EVIDENCE = "evidence";
  private static final String REFERENCES = "references";
  private static final String VERDICTS = "verdicts";
  private static final String SWEPT = "swept";
  private static final String EXPIRIES = "expiries";

  /** Sorts after every character of a reference. */
  private static final String LAST = "\uffff";

  private final KeyValueStore<String, byte[]> images;
  private final KeyValueStore<String, byte[]> evidence;
  private final KeyValueStore<String, String> references;
  private final KeyValueStore<String, String> verdicts;
  private final KeyValueStore<String, String> swept;
  private final KeyValueStore<String, String> expiries;

  VerifierState(ProcessorContext<?, ?> context) {
    images = context.getStateStore(IMAGES);
    evidence = context.getStateStore(EVIDENCE);
    references = context.getStateStore(REFERENCES);
    verdicts = context.getStateStore(VERDICTS);
    swept = context.getStateStore(SWEPT);
    expiries = context.getStateStore(EXPIRIES);
  }

  static Set<StoreBuilder<?>> stores() {
    return Set.of(
        bytes(IMAGES),
        bytes(EVIDENCE),
        text(REFERENCES),
        text(VERDICTS),
        text(SWEPT),
        text(EXPIRIES));
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> bytes(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  private static StoreBuilder<KeyValueStore<String, String>> text(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.String())
        .withCachingDisabled();
  }

  // --- images, and which of them rest on a manifest

  @Nullable Versioned image(String reference) {
    return Versioned.fromBytes(images.get(reference));
  }

  void putImage(String reference, Versioned image) {
    images.put(reference, image.toBytes());
  }

  void deleteImage(String reference) {
    images.delete(reference);
  }

  void link(String manifest, String reference) {
    references.put(manifest + " " + reference, "");
  }

  void unlink(String manifest, String reference) {
    references.delete(manifest + " " + reference);
  }

  /** The references that rest on {@code manifest}, written {@code repo@digest}. */
  List<String> referencesOf(String manifest) {
    String prefix = manifest + " ";
    var found = new ArrayList<String>();
    scan(references, prefix, prefix + LAST, key -> found.add(key.substring(prefix.length())));
    return found;
  }

  /** Up to {@code limit} references that start with {@code prefix} and sort after {@code after}. */
  List<String> referencesFrom(String prefix, String after, int limit) {
    var found = new ArrayList<String>();
    String from = after.compareTo(prefix) < 0 ? prefix : after + "\0";
    try (KeyValueIterator<String, byte[]> range = images.range(from, prefix + LAST)) {
      while (range.hasNext() && found.size() < limit) {
        found.add(range.next().key);
      }
    }
    return found;
  }

  // --- evidence

  @Nullable Versioned evidence(String manifest) {
    return Versioned.fromBytes(evidence.get(manifest));
  }

  void putEvidence(String manifest, Versioned record) {
    evidence.put(manifest, record.toBytes());
  }

  void deleteEvidence(String manifest) {
    evidence.delete(manifest);
  }

  // --- verdicts

  /** The last verdict that was published: its id, and the policies that governed it. */
  record Published(String id, String governedBy) {}

  @Nullable Published published(String reference) {
    String text = verdicts.get(reference);
    if (text == null) {
      return null;
    }
    int separator = text.indexOf('\n');
    return new Published(text.substring(0, separator), text.substring(separator + 1));
  }

  void putPublished(String reference, Published verdict) {
    verdicts.put(reference, verdict.id() + "\n" + verdict.governedBy());
  }

  void deletePublished(String reference) {
    verdicts.delete(reference);
  }

  // --- the policies up to which everything has been re-verified

  Map<String, Entry> swept() {
    var entries = new HashMap<String, Entry>();
    try (KeyValueIterator<String, String> all = swept.all()) {
      while (all.hasNext()) {
        KeyValue<String, String> next = all.next();
        List<String> lines = List.of(next.value.split("\n", -1));
        List<String> scopes =
            lines.subList(1, lines.size()).stream().filter(s -> !s.isEmpty()).toList();
        entries.put(next.key, new Entry(Long.parseLong(lines.get(0)), scopes));
      }
    }
    return entries;
  }

  void putSwept(Map<String, Entry> before, Map<String, Entry> after) {
    before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(swept::delete);
    after.forEach((key, entry) -> {
      if (!entry.equals(before.get(key))) {
        swept.put(key, entry.version() + "\n" + String.join("\n", entry.scopes()));
      }
    });
  }

  // --- verdicts that time will change

  /** Remembers that {@code reference} is to be judged again at {@code epochMillis}. */
  void putExpiry(long epochMillis, String reference) {
    expiries.put(expiryKey(epochMillis) + reference, "");
  }

  /** Forgets and returns up to {@code limit} references that were due by {@code epochMillis}. */
  List<String> takeExpired(long epochMillis, int limit) {
    var keys = new ArrayList<String>();
    try (KeyValueIterator<String, String> due =
        expiries.range(expiryKey(0), expiryKey(epochMillis) + LAST)) {
      while (due.hasNext() && keys.size() < limit) {
        keys.add(due.next().key);
      }
    }
    keys.forEach(expiries::delete);
    return keys.stream().map(key -> key.substring(key.indexOf(' ') + 1)).toList();
  }

  private static String expiryKey(long epochMillis) {
    return "%019d ".formatted(epochMillis);
  }

  private static void scan(
      KeyValueStore<String, String> store, String from, String to, Consumer<String> each) {
    try (KeyValueIterator<String, String> range = store.range(from, to)) {
      range.forEachRemaining(entry -> each.accept(entry.key));
    }
  }
}
