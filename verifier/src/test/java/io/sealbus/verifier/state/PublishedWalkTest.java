package io.sealbus.verifier.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verifier.policies.Fingerprint;
import io.sealbus.verifier.records.VerdictId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and pages together hold what one row for each reference would. */
class PublishedWalkTest {
  private static final List<String> REPOSITORIES =
      List.of("r.example.com/a", "r.example.com/a/b", "r.example.com/é", "r.example.com/z");

  private final MockProcessorContext<Void, Void> context =
      new MockProcessorContext<>(new Properties());
  private final Recording rows = new Recording();
  private VerifierState state;

  /** Offsets of the images' newest records. */
  private final Map<String, Long> images = new HashMap<>();

  /** Knows what was written to it, in order. */
  private static final class Recording extends InMemoryKeyValueStore {
    final List<KeyValue<Bytes, byte[]>> writes = new ArrayList<>();

    Recording() {
      super(VerifierState.STORE);
    }

    @Override
    public synchronized void put(Bytes key, byte[] value) {
      writes.add(KeyValue.pair(key, value));
      super.put(key, value);
    }

    @Override
    public synchronized byte[] delete(Bytes key) {
      writes.add(KeyValue.pair(key, null));
      return super.delete(key);
    }

    /** As it is now, whatever is written later: as a store on disk shows it. */
    @Override
    public synchronized KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
      var found = new ArrayDeque<KeyValue<Bytes, byte[]>>();
      try (KeyValueIterator<Bytes, byte[]> live = super.range(from, to)) {
        live.forEachRemaining(found::add);
      }
      return new KeyValueIterator<>() {
        @Override
        public boolean hasNext() {
          return !found.isEmpty();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
          return found.remove();
        }

        @Override
        public Bytes peekNextKey() {
          return found.element().key;
        }

        @Override
        public void close() {
          found.clear();
        }
      };
    }

    Map<Bytes, byte[]> copy() {
      var copy = new TreeMap<Bytes, byte[]>();
      try (KeyValueIterator<Bytes, byte[]> all = all()) {
        all.forEachRemaining(row -> copy.put(row.key, row.value));
      }
      return copy;
    }

    void become(Map<Bytes, byte[]> other) {
      copy().keySet().forEach(this::delete);
      other.forEach(this::put);
    }
  }

  @BeforeEach
  void open() {
    rows.init(context.getStateStoreContext(), rows);
    context.addStateStore(rows);
    state = new VerifierState(context);
  }

  private static Published published(long number) {
    return new Published(
        new VerdictId(number, 2, 3, -number), new Fingerprint(number % 3, 7), number % 5);
  }

  private void putImages(int count) {
    for (int i = 0; i < count; i++) {
      state.putImage("r.example.com/a:%05d".formatted(i), new Versioned(i, new byte[0]));
    }
  }

  private long count(StateKey kind) {
    try (KeyValueIterator<Bytes, byte[]> found = rows.range(kind.of(""), kind.end(""))) {
      long count = 0;
      for (; found.hasNext(); found.next()) {
        count++;
      }
      return count;
    }
  }

  /** Puts something new on all images from a reference on, as one slice. */
  private void sweep(String prefix, String after, int slice, Random random) {
    String last = after;
    boolean more = true;
    while (more) {
      more = false;
      try (ImageWalk walk = state.walk(prefix, last)) {
        int visited = 0;
        for (ImageWalk.Step step = walk.next(); step != null; step = walk.next()) {
          walk.put(published(random.nextLong(1 << 20)));
          last = step.reference();
          if (++visited == slice) {
            more = true;
            break;
          }
        }
        walk.write();
      }
    }
  }

  @Test
  void aSweepWritesFewRows() {
    putImages(1_000);

    sweep("", "", 50, new Random(1));
    long first = count(StateKey.PAGE);
    sweep("", "", 70, new Random(2));

    assertThat(first).isLessThan(25);
    assertThat(count(StateKey.PAGE)).isEqualTo(first);
    assertThat(count(StateKey.PUBLISHED)).isZero();
  }

  @Test
  void whatWasPublishedAloneMovesToItsPage() {
    putImages(100);
    for (int i = 0; i < 100; i++) {
      state.putPublished("r.example.com/a:%05d".formatted(i), published(i));
    }

    sweep("", "", 30, new Random(1));
    assertThat(rows.writes)
        .as("deleted rows are in the way of every slice")
        .noneMatch(w -> w.value == null);
    rows.writes.clear();
    sweep("", "", 30, new Random(2));

    assertThat(count(StateKey.PAGE)).isEqualTo(2);
    assertThat(rows.writes).as("no row of the hundred").hasSizeLessThan(8);
  }

  @Test
  void longKeysStayAlone() {
    String reference = "r.example.com/a:" + "x".repeat(40_000);
    state.putImage(reference, new Versioned(1, new byte[0]));

    sweep("", "", 1, new Random(1));

    assertThat(state.published(reference)).isNotNull();
    assertThat(count(StateKey.PAGE)).isZero();
  }

  @Test
  void nothingIsWrittenWithoutBeingAskedFor() {
    putImages(10);

    try (ImageWalk walk = state.walk("", "")) {
      walk.next();
      walk.put(published(1));
    }

    assertThat(count(StateKey.PAGE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void isAsOneRowForEachReference(int seed) {
    var random = new Random(seed);
    var expected = new TreeMap<String, Published>();
    var gone = new ArrayList<String>();
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(8)) {
        case 0 -> sweepSome(random, expected);
        case 1 -> takeBack(random, expected, gone);
        case 2 -> {
          gone.forEach(state::forgetGone);
          gone.clear();
        }
        default -> {
          for (int i = 0; i < 20; i++) {
            putFresh(random, expected);
          }
        }
      }
      assertHolds(expected);
    }
    assertThat(count(StateKey.PAGE)).isPositive();
  }

  private static String reference(Random random) {
    return REPOSITORIES.get(random.nextInt(REPOSITORIES.size())) + ":" + random.nextInt(150);
  }

  /** Slices of a sweep that changes some of what it visits; others may write in between. */
  private void sweepSome(Random random, Map<String, Published> expected) {
    String prefix = random.nextBoolean() ? "" : REPOSITORIES.get(random.nextInt(4));
    String last = random.nextBoolean() ? "" : reference(random);
    int often = 1 + random.nextInt(3);
    ImageWalk walk = state.walk(prefix, last);
    for (int slices = 1 + random.nextInt(4); slices > 0; slices--) {
      if (walk.isOutdated()) {
        walk.close();
        walk = state.walk(prefix, last);
      }
      ImageWalk.Step step;
      for (int left = 1 + random.nextInt(80); left > 0 && (step = walk.next()) != null; left--) {
        last = step.reference();
        assertThat(step.image().offset()).as(last).isEqualTo(images.get(last));
        assertThat(step.published()).as(last).isEqualTo(expected.get(last));
        if (random.nextInt(often) == 0) {
          Published swept = published(random.nextLong(1 << 20));
          walk.put(swept);
          expected.put(last, swept);
        }
      }
      walk.write();
      switch (random.nextInt(4)) {
        case 0 -> putFresh(random, expected);
        case 1 -> putImage(reference(random), slices);
        case 2 -> publish(reference(random), random, expected);
        default -> {}
      }
    }
    walk.close();
  }

  private void putFresh(Random random, Map<String, Published> expected) {
    String reference = reference(random);
    putImage(reference, random.nextInt(1_000));
    publish(reference, random, expected);
  }

  private void publish(String reference, Random random, Map<String, Published> expected) {
    Published fresh = published(random.nextLong(1 << 20));
    state.putPublished(reference, fresh);
    expected.put(reference, fresh);
  }

  private void putImage(String reference, long offset) {
    state.putImage(reference, new Versioned(offset, new byte[0]));
    images.put(reference, offset);
  }

  private void takeBack(Random random, Map<String, Published> expected, List<String> gone) {
    String reference = reference(random);
    state.deleteImage(reference);
    assertThat(state.markGone(reference) || gone.contains(reference))
        .isEqualTo(expected.remove(reference) != null || gone.contains(reference));
    gone.add(reference);
  }

  private void assertHolds(Map<String, Published> expected) {
    for (String repository : REPOSITORIES) {
      for (int tag = 0; tag < 150; tag += 7) {
        String reference = repository + ":" + tag;
        assertThat(state.published(reference)).as(reference).isEqualTo(expected.get(reference));
      }
    }
  }

  /** A store, or its changelog, keeps some of a slice's first writes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whateverACrashLeavesOfASliceIsWhatWasOrWhatIs(int seed) {
    var random = new Random(seed);
    putImages(120);
    sweep("", "", 64, random);
    for (int i = 0; i < 120; i++) {
      // In between, so that pages are split.
      for (int j = 0; j < 2; j++) {
        String reference = "r.example.com/a:%05d-%d".formatted(i, j);
        state.putImage(reference, new Versioned(i, new byte[0]));
        state.putPublished(reference, published(random.nextLong(1 << 20)));
      }
    }
    Map<String, Published> before = all();
    Map<Bytes, byte[]> rowsBefore = rows.copy();
    rows.writes.clear();
    sweep("", "", 1_000, random);
    List<KeyValue<Bytes, byte[]>> written = List.copyOf(rows.writes);
    Map<String, Published> after = all();

    for (int kept = 0; kept <= written.size(); kept++) {
      rows.become(rowsBefore);
      for (KeyValue<Bytes, byte[]> write : written.subList(0, kept)) {
        rows.put(write.key, write.value);
      }
      all()
          .forEach((reference, published) ->
              assertThat(published)
                  .as(reference)
                  .isIn(before.get(reference), after.get(reference)));
    }
  }

  private Map<String, Published> all() {
    var all = new HashMap<String, Published>();
    try (ImageWalk walk = state.walk("", "")) {
      for (ImageWalk.Step step = walk.next(); step != null; step = walk.next()) {
        all.put(step.reference(), step.published());
        assertThat(state.published(step.reference())).isEqualTo(step.published());
      }
    }
    return all;
  }
}
