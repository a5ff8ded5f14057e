package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched by digest and checked, so that it is not fetched again: within a bound of bytes,
 * what was used last. Only within its own repository: that another one serves the same bytes says
 * nothing about this one. Thread-safe.
 */
public final class ContentCache {
  /** What an entry takes besides its bytes, about. */
  private static final int OVERHEAD = 256;

  private record Key(RepositoryName repository, Digest digest) {}

  /** Bytes with the media type that they were served as; empty for a blob. */
  private record Entry(String contentType, Bytes bytes) {
    long weight() {
      return OVERHEAD + bytes.size();
    }
  }

  private final long bound;
  private final @Nullable ContentStore store;
  private final Map<Key, Entry> manifests = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Entry> blobs = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /**
   * An empty cache, in memory alone.
   *
   * @param bound most bytes that it holds; 0 for none at all
   */
  public ContentCache(long bound) {
    this(bound, null);
  }

  /**
   * A cache with a larger one behind it.
   *
   * @param bound most bytes that it holds in memory; 0 for none at all
   * @param store what memory has no room for, and what outlives it; null for nothing
   */
  public ContentCache(long bound, @Nullable ContentStore store) {
    this.bound = bound;
    this.store = store;
  }

  /** The manifest, where it is known. */
  @Nullable Manifest manifest(RepositoryName repository, Digest digest) {
    Entry entry = get(manifests, new Key(repository, digest));
    return entry == null ? null : new Manifest(entry.contentType, digest, entry.bytes);
  }

  /** The blob, where it is known. */
  @Nullable Bytes blob(RepositoryName repository, Digest digest) {
    Entry entry = get(blobs, new Key(repository, digest));
    return entry == null ? null : entry.bytes;
  }

  private @Nullable Entry get(Map<Key, Entry> entries, Key key) {
    synchronized (this) {
      Entry entry = entries.get(key);
      if (entry != null || store == null) {
        return entry;
      }
    }
    ContentStore.Kept kept = store.get(name(entries, key));
    // The store vouches for the file, and the digest for what is in it.
    if (kept == null || !ContentHash.matches(key.digest, kept.bytes())) {
      return null;
    }
    var entry = new Entry(kept.contentType(), kept.bytes());
    put(entries, key, entry);
    return entry;
  }

  /** Keeps a manifest that {@code repository} served. */
  void put(RepositoryName repository, Manifest manifest) {
    keep(
        manifests,
        new Key(repository, manifest.digest()),
        new Entry(manifest.contentType(), manifest.bytes()));
  }

  /** Keeps a blob that {@code repository} served. */
  void put(RepositoryName repository, Digest digest, Bytes blob) {
    keep(blobs, new Key(repository, digest), new Entry("", blob));
  }

  private void keep(Map<Key, Entry> entries, Key key, Entry entry) {
    put(entries, key, entry);
    if (store != null) {
      store.put(name(entries, key), new ContentStore.Kept(entry.contentType, entry.bytes));
    }
  }

  private String name(Map<Key, Entry> entries, Key key) {
    return (entries == manifests ? "manifest " : "blob ") + key.repository + "@" + key.digest;
  }

  private synchronized void put(Map<Key, Entry> entries, Key key, Entry entry) {
    if (entry.weight() > bound / 2) {
      return;
    }
    Entry before = entries.put(key, entry);
    weight += entry.weight() - (before == null ? 0 : before.weight());
    while (weight > bound) {
      evict(blobs.size() > manifests.size() ? blobs : manifests);
    }
  }

  private void evict(Map<Key, Entry> entries) {
    Iterator<Entry> eldest = entries.values().iterator();
    weight -= eldest.next().weight();
    eldest.remove();
  }

  /** Bytes that it holds. */
  public synchronized long weight() {
    return weight;
  }
}
