package io.sealbus.verifier.state;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The evidence rows of the repository that a sweep is at. Its images come by tag and its evidence
 * lies by digest, so that each image's would have to be looked up; a repository's rows lie
 * together, and to read them all takes a fourth of looking each one up.
 */
final class NearbyEvidence {
  /** So many are looked up: perhaps no more of the repository are asked for. */
  private static final int LOOKED_UP = 2;

  /** Where a repository has more, each is looked up. */
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private final KeyValueStore<Bytes, byte[]> rows;
  private String repository = "";
  private int asked;
  private @Nullable Map<Bytes, byte[]> read;

  NearbyEvidence(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /** The row of one of the repository's manifests; null for none. */
  byte @Nullable [] get(String repositoryOfManifest, Bytes key) {
    if (!repository.equals(repositoryOfManifest)) {
      forget();
      repository = repositoryOfManifest;
    }
    if (asked == LOOKED_UP) {
      read = read();
    }
    asked++;
    return read == null ? rows.get(key) : read.get(key);
  }

  private @Nullable Map<Bytes, byte[]> read() {
    var found = new HashMap<Bytes, byte[]>();
    int bytes = 0;
    String prefix = repository + "@";
    try (KeyValueIterator<Bytes, byte[]> all =
        rows.range(StateKey.EVIDENCE.of(prefix), StateKey.EVIDENCE.end(prefix))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> row = all.next();
        bytes += row.key.get().length + row.value.length;
        if (bytes > MAX_BYTES) {
          return null;
        }
        found.put(row.key, row.value);
      }
    }
    return found;
  }

  /** A row was written. */
  void put(Bytes key, byte[] row) {
    if (read != null && isOfRepository(key)) {
      read.put(key, row);
    }
  }

  /** A row was deleted. */
  void remove(Bytes key) {
    if (read != null) {
      read.remove(key);
    }
  }

  private boolean isOfRepository(Bytes key) {
    return StateKey.text(key).startsWith(repository + "@");
  }

  /** Keeps nothing in memory. */
  void forget() {
    repository = "";
    asked = 0;
    read = null;
  }
}
