package io.sealbus.renderer.verdict;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place on a topic: for each partition the offset of the next record to read. Partitions that are
 * not named are read from the beginning. Written {@code 0:17,1:4}.
 */
record OffsetVector(SortedMap<Integer, Long> next) {
  /** The beginning of every partition. */
  static final OffsetVector BEGINNING = new OffsetVector(Map.of());

  /** Longest text that is read: a thousand partitions with the longest of offsets. */
  private static final int MAX_LENGTH = 25_000;

  private static final Pattern ENTRY = Pattern.compile("(0|[1-9][0-9]{0,8}):(0|[1-9][0-9]{0,17})");

  OffsetVector(Map<Integer, Long> next) {
    this(new TreeMap<>(next));
  }

  OffsetVector {
    next = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(next));
  }

  /** The vector in {@code text}, or empty where it is none. */
  static Optional<OffsetVector> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var next = new TreeMap<Integer, Long>();
    for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      var matcher = ENTRY.matcher(entry);
      if (!matcher.matches()
          || next.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2))) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new OffsetVector(next));
  }

  long of(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  /** This vector with {@code partition} moved behind {@code offset}; never moved back. */
  OffsetVector after(int partition, long offset) {
    if (offset < of(partition)) {
      return this;
    }
    var moved = new TreeMap<>(next);
    moved.put(partition, offset + 1);
    return new OffsetVector(moved);
  }

  /** For each partition the farther of the two. */
  OffsetVector max(OffsetVector other) {
    var farther = new TreeMap<>(next);
    other.next.forEach((partition, offset) -> farther.merge(partition, offset, Math::max));
    return new OffsetVector(farther);
  }

  /** Whether no partition is behind that of {@code other}. */
  boolean covers(OffsetVector other) {
    return other.next.entrySet().stream().allMatch(e -> of(e.getKey()) >= e.getValue());
  }

  @Override
  public String toString() {
    return next.entrySet().stream()
        .map(e -> e.getKey() + ":" + e.getValue())
        .collect(Collectors.joining(","));
  }
}
