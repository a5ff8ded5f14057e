package io.sealbus.verifier.state;

import io.sealbus.verifier.policies.PolicySnapshot.Entry;
import io.sealbus.verifier.records.EvidenceRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What one task of the verifier knows, in one RocksDB with one changelog; see {@link StateKey} for
 * its rows. References, and manifests as {@code repo@digest}, are as on the topics.
 */
public final class VerifierState {
  /** Name of the store. */
  public static final String STORE = "state";

  private static final byte[] NOTHING = {};

  /** What sorts right after a text is that text with this behind it. */
  private static final String AFTER = "\0";

  private final KeyValueStore<Bytes, byte[]> rows;
  private final NearbyEvidence nearby;

  /** Writes to what a walk shows, but the walk's own. */
  private long writes;

  /** Of the task whose context that is. */
  public VerifierState(ProcessorContext<?, ?> context) {
    rows = context.getStateStore(STORE);
    nearby = new NearbyEvidence(rows);
  }

  /** What a task needs, on disk. */
  public static KeyValueBytesStoreSupplier onDisk() {
    return Stores.persistentKeyValueStore(STORE);
  }

  /** What a task needs, at {@code where}. */
  public static Set<StoreBuilder<?>> stores(KeyValueBytesStoreSupplier where) {
    return Set.of(
        Stores.keyValueStoreBuilder(where, Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled());
  }

  // --- images, and which of them rest on a manifest

  /** The image that is known by {@code reference}. */
  public @Nullable Versioned image(String reference) {
    return Versioned.orNull(rows.get(StateKey.IMAGE.of(reference)));
  }

  /** Remembers an image. */
  public void putImage(String reference, Versioned image) {
    putShown(StateKey.IMAGE.of(reference), image.toBytes());
  }

  /** Forgets an image. */
  public void deleteImage(String reference) {
    deleteShown(StateKey.IMAGE.of(reference));
  }

  /** Remembers that {@code reference} rests on {@code manifest}. */
  public void link(String manifest, String reference) {
    rows.put(StateKey.LINK.of(link(manifest) + rest(manifest, reference)), NOTHING);
  }

  /** Forgets a {@link #link}. */
  public void unlink(String manifest, String reference) {
    rows.delete(StateKey.LINK.of(link(manifest) + rest(manifest, reference)));
  }

  /** The references that rest on {@code manifest}. */
  public List<String> referencesOf(String manifest) {
    String prefix = link(manifest);
    var found = new ArrayList<String>();
    scan(
        StateKey.LINK,
        prefix,
        row -> {
          String rest = StateKey.text(row.key).substring(prefix.length());
          found.add(rest.startsWith(" ") ? rest.substring(1) : repository(manifest) + rest);
        });
    return found;
  }

  private static String link(String manifest) {
    return manifest + " ";
  }

  /** A reference without its manifest's repository, which the key has already. */
  private static String rest(String manifest, String reference) {
    String repository = repository(manifest);
    return reference.startsWith(repository + ":") || reference.startsWith(repository + "@")
        ? reference.substring(repository.length())
        : " " + reference;
  }

  private static String repository(String manifest) {
    return manifest.substring(0, Math.max(0, manifest.lastIndexOf('@')));
  }

  /**
   * The images whose references start with {@code prefix} and sort after {@code after}; to be
   * closed.
   */
  public ImageWalk walk(String prefix, String after) {
    String from = after.compareTo(prefix) < 0 || after.isEmpty() ? prefix : after + AFTER;
    var published =
        new PublishedWalk(
            rows,
            page(from),
            range(StateKey.PUBLISHED, from, prefix),
            range(StateKey.PAGE, from + AFTER, prefix));
    long seen = writes;
    return new ImageWalk(range(StateKey.IMAGE, from, prefix), published, () -> writes != seen);
  }

  private void putShown(Bytes key, byte[] row) {
    rows.put(key, row);
    writes++;
  }

  private void deleteShown(Bytes key) {
    rows.delete(key);
    writes++;
  }

  private KeyValueIterator<Bytes, byte[]> range(StateKey kind, String from, String prefix) {
    return rows.range(kind.of(from), kind.end(prefix));
  }

  // --- evidence

  /** What is attached to {@code manifest}; null where nothing is known. */
  public @Nullable EvidenceRow evidence(String manifest) {
    return EvidenceRow.orNull(rows.get(StateKey.EVIDENCE.of(manifest)));
  }

  /**
   * As {@link #evidence}, where many manifests of one repository are asked for, one after the
   * other.
   */
  public @Nullable EvidenceRow evidenceNearby(String manifest) {
    return EvidenceRow.orNull(nearby.get(repository(manifest), StateKey.EVIDENCE.of(manifest)));
  }

  /** Nothing is {@link #evidenceNearby nearby} any more; it takes memory. */
  public void forgetNearby() {
    nearby.forget();
  }

  /** Remembers what is attached to {@code manifest}. */
  public void putEvidence(String manifest, EvidenceRow record) {
    Bytes key = StateKey.EVIDENCE.of(manifest);
    byte[] row = record.toBytes();
    rows.put(key, row);
    nearby.put(key, row);
  }

  /** Forgets what is attached to {@code manifest}. */
  public void deleteEvidence(String manifest) {
    Bytes key = StateKey.EVIDENCE.of(manifest);
    rows.delete(key);
    nearby.remove(key);
  }

  // --- verdicts

  /** What was last published on {@code reference}; null for nothing that stands. */
  public @Nullable Published published(String reference) {
    byte[] row = rows.get(StateKey.PUBLISHED.of(reference));
    return row == null || Published.isInPage(row)
        ? publishedInPage(reference)
        : Published.fromBytes(row);
  }

  private @Nullable Published publishedInPage(String reference) {
    KeyValue<Bytes, byte[]> page = page(reference);
    return page == null ? null : PublishedPage.of(page.value).get(utf8(reference));
  }

  /** The page that reaches as far as {@code text}. */
  private @Nullable KeyValue<Bytes, byte[]> page(String text) {
    try (KeyValueIterator<Bytes, byte[]> before =
        rows.reverseRange(StateKey.PAGE.of(""), StateKey.PAGE.of(text))) {
      return before.hasNext() ? before.next() : null;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Remembers what was published on {@code reference}. */
  public void putPublished(String reference, Published verdict) {
    putShown(StateKey.PUBLISHED.of(reference), verdict.toBytes());
  }

  /** Whether there is a verdict to take back; from then on nothing is published on it. */
  public boolean markGone(String reference) {
    Bytes key = StateKey.PUBLISHED.of(reference);
    byte[] row = rows.get(key);
    boolean known = row != null && !Published.isInPage(row) || publishedInPage(reference) != null;
    if (known) {
      putShown(key, Published.gone());
    }
    return known;
  }

  /** The tombstone has arrived. */
  public void forgetGone(String reference) {
    Bytes key = StateKey.PUBLISHED.of(reference);
    byte[] row = rows.get(key);
    if (row != null && Published.isGone(row)) {
      removeFromPage(reference);
      deleteShown(key);
    }
  }

  private void removeFromPage(String reference) {
    KeyValue<Bytes, byte[]> row = page(reference);
    if (row != null) {
      PublishedPage page = PublishedPage.of(row.value);
      PublishedPage rest = page.without(utf8(reference));
      if (!rest.equals(page)) {
        putShown(row.key, rest.toBytes());
      }
    }
  }

  // --- the policies up to which everything has been re-verified

  /** The policies, by key. */
  public Map<String, Entry> swept() {
    var entries = new HashMap<String, Entry>();
    scan(StateKey.SWEPT, "", row -> entries.put(StateKey.text(row.key), Entry.of(row.value)));
    return entries;
  }

  /** Writes down what differs from {@code before}. */
  public void putSwept(Map<String, Entry> before, Map<String, Entry> after) {
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> rows.delete(StateKey.SWEPT.of(key)));
    after.forEach((key, entry) -> {
      if (!entry.equals(before.get(key))) {
        rows.put(StateKey.SWEPT.of(key), entry.toBytes());
      }
    });
  }

  /** Where a sweep stands; null where none is under way. */
  public @Nullable SweepCursor cursor() {
    byte[] row = rows.get(StateKey.CURSOR.of(""));
    return row == null ? null : SweepCursor.of(row);
  }

  /** Writes down where a sweep stands. */
  public void putCursor(SweepCursor cursor) {
    rows.put(StateKey.CURSOR.of(""), cursor.toBytes());
  }

  /** No sweep is under way. */
  public void deleteCursor() {
    rows.delete(StateKey.CURSOR.of(""));
  }

  // --- verdicts that time will change

  /** Remembers that {@code reference} is to be judged again at {@code epochMillis}. */
  public void putExpiry(long epochMillis, String reference) {
    rows.put(StateKey.EXPIRY.of(instant(epochMillis) + reference), NOTHING);
  }

  /** When the next verdict is due; {@link Long#MAX_VALUE} for never. */
  public long nextExpiry() {
    try (KeyValueIterator<Bytes, byte[]> due =
        rows.range(StateKey.EXPIRY.of(""), StateKey.EXPIRY.end(""))) {
      if (!due.hasNext()) {
        return Long.MAX_VALUE;
      }
      String first = StateKey.text(due.next().key);
      return Long.parseLong(first.substring(0, first.indexOf(' ')));
    }
  }

  /** Up to {@code limit} references that were due by {@code epochMillis}, from now on expired. */
  public List<String> takeExpired(long epochMillis, int limit) {
    var keys = new ArrayList<Bytes>();
    try (KeyValueIterator<Bytes, byte[]> due =
        rows.range(StateKey.EXPIRY.of(""), StateKey.EXPIRY.end(instant(epochMillis)))) {
      while (due.hasNext() && keys.size() < limit) {
        keys.add(due.next().key);
      }
    }
    var references = new ArrayList<String>();
    for (Bytes key : keys) {
      String text = StateKey.text(key);
      String reference = text.substring(text.indexOf(' ') + 1);
      rows.put(StateKey.EXPIRED.of(reference), NOTHING);
      rows.delete(key);
      references.add(reference);
    }
    return references;
  }

  /** What has expired and was not {@link #settleExpired settled}. */
  public List<String> expired() {
    var references = new ArrayList<String>();
    scan(StateKey.EXPIRED, "", row -> references.add(StateKey.text(row.key)));
    return references;
  }

  /** What was found out on an expired verdict has arrived. */
  public void settleExpired(String reference) {
    rows.delete(StateKey.EXPIRED.of(reference));
  }

  private static String instant(long epochMillis) {
    return "%019d ".formatted(epochMillis);
  }

  // --- facts

  /** Every row of facts, by its number. */
  void facts(Consumer<KeyValue<String, byte[]>> each) {
    scan(StateKey.FACTS, "", row -> each.accept(KeyValue.pair(StateKey.text(row.key), row.value)));
  }

  void putFacts(String number, byte[] facts) {
    rows.put(StateKey.FACTS.of(number), facts);
  }

  void deleteFacts(String number) {
    rows.delete(StateKey.FACTS.of(number));
  }

  private void scan(StateKey kind, String prefix, Consumer<KeyValue<Bytes, byte[]>> each) {
    try (KeyValueIterator<Bytes, byte[]> range = rows.range(kind.of(prefix), kind.end(prefix))) {
      range.forEachRemaining(each);
    }
  }
}
