package io.sealbus.verifier.state;

import io.sealbus.verifier.policies.Fingerprint;
import io.sealbus.verifier.records.VerdictId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was last published on references that are neighbours, in one row. Its key is the first of
 * them, or sorts before it; the page reaches as far as to the next page's key.
 *
 * @param entries sorted
 */
record PublishedPage(List<Entry> entries) {
  /** So many take a short slice of a sweep, and a lookup reads them all. */
  static final int MAX_ENTRIES = 64;

  /**
   * One reference.
   *
   * @param text the reference as UTF-8
   */
  record Entry(byte[] text, Published published) {}

  /** A value that several entries share. */
  private record Governed(Fingerprint by, long policyVersion) {
    static final int BYTES = Fingerprint.BYTES + Long.BYTES;
  }

  /**
   * The row: what governs, each once, then the references without what they have in common with the
   * one before, and the ids.
   */
  byte[] toBytes() {
    Map<Governed, Integer> governed = new LinkedHashMap<>();
    int length = 2;
    for (Entry entry : entries) {
      governed.putIfAbsent(governed(entry), governed.size());
      length += 3 * Short.BYTES + entry.text().length + VerdictId.BYTES;
    }
    ByteBuffer row = ByteBuffer.allocate(length + governed.size() * Governed.BYTES);
    row.putShort((short) governed.size());
    governed.forEach((one, number) -> {
      one.by().write(row);
      row.putLong(one.policyVersion());
    });
    byte[] last = {};
    for (Entry entry : entries) {
      byte[] text = entry.text();
      int shared = Math.max(0, Arrays.mismatch(last, text));
      row.putShort((short) shared).putShort((short) (text.length - shared));
      row.put(text, shared, text.length - shared);
      row.putShort(governed.getOrDefault(governed(entry), 0).shortValue());
      entry.published().id().write(row);
      last = text;
    }
    return Arrays.copyOf(row.array(), row.position());
  }

  private static Governed governed(Entry entry) {
    return new Governed(entry.published().governedBy(), entry.published().policyVersion());
  }

  static PublishedPage of(byte[] row) {
    ByteBuffer rest = ByteBuffer.wrap(row);
    var governed = new Governed[rest.getShort()];
    for (int i = 0; i < governed.length; i++) {
      governed[i] = new Governed(Fingerprint.read(rest), rest.getLong());
    }
    var entries = new ArrayList<Entry>(MAX_ENTRIES);
    byte[] last = {};
    while (rest.hasRemaining()) {
      int shared = rest.getShort();
      byte[] text = Arrays.copyOf(last, shared + rest.getShort(rest.position()));
      rest.position(rest.position() + Short.BYTES);
      rest.get(text, shared, text.length - shared);
      Governed by = governed[rest.getShort()];
      var published = new Published(VerdictId.read(rest), by.by(), by.policyVersion());
      entries.add(new Entry(text, published));
      last = text;
    }
    return new PublishedPage(entries);
  }

  /** What was published on the reference that {@code text} is; null where nothing is here. */
  @Nullable Published get(byte[] text) {
    int index = indexOf(text);
    return index < 0 ? null : entries.get(index).published();
  }

  /** The same without what was published on {@code text}. */
  PublishedPage without(byte[] text) {
    int index = indexOf(text);
    if (index < 0) {
      return this;
    }
    var rest = new ArrayList<>(entries);
    rest.remove(index);
    return new PublishedPage(rest);
  }

  /** Where {@code text} is, or, negative and less one, where it would be. */
  private int indexOf(byte[] text) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(entries.get(middle).text(), text);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
