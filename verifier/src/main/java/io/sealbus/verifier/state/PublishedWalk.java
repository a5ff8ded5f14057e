package io.sealbus.verifier.state;

import io.sealbus.verifier.state.PublishedPage.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What was last published on a stretch of a task's images, in their order: rows of single
 * references, which fresh records write, beside pages of neighbours, which sweeps write. What is
 * published here goes to a page, so that a slice writes a few rows and not one for each image.
 *
 * <p>A single row is newer than the page that has the same reference. A page is written before the
 * single rows that it replaces become empty, and one that is split from its end on, so that a crash
 * in between leaves what was or what is.
 */
final class PublishedWalk implements AutoCloseable {
  /** A foreign key may be of any length, and a page must not be. */
  private static final int MAX_TEXT = 1024;

  private final KeyValueStore<Bytes, byte[]> rows;
  private final KeyValueIterator<Bytes, byte[]> singles;
  private final KeyValueIterator<Bytes, byte[]> pages;
  private final List<Bytes> replaced = new ArrayList<>();
  private @Nullable KeyValue<Bytes, byte[]> single;
  private @Nullable KeyValue<Bytes, byte[]> nextPage;
  private byte @Nullable [] pageKey;
  private List<Entry> page = new ArrayList<>();
  private int position;
  private boolean changed;
  private boolean split;
  private byte[] text = {};

  /**
   * @param first the page that reaches into the stretch; null for none
   * @param singles those of the stretch
   * @param pages those that begin in the stretch
   */
  PublishedWalk(
      KeyValueStore<Bytes, byte[]> rows,
      @Nullable KeyValue<Bytes, byte[]> first,
      KeyValueIterator<Bytes, byte[]> singles,
      KeyValueIterator<Bytes, byte[]> pages) {
    this.rows = rows;
    this.singles = singles;
    this.pages = pages;
    this.single = next(singles);
    this.nextPage = first == null ? next(pages) : first;
  }

  private static @Nullable KeyValue<Bytes, byte[]> next(KeyValueIterator<Bytes, byte[]> rows) {
    return rows.hasNext() ? rows.next() : null;
  }

  /**
   * Goes on to a reference.
   *
   * @param reference as UTF-8; sorts after the one before
   */
  @Nullable Published at(byte[] reference) {
    text = reference;
    while (nextPage != null && StateKey.compareText(nextPage.key, text) <= 0) {
      write();
      open(nextPage);
    }
    while (position < page.size() && Arrays.compareUnsigned(page.get(position).text(), text) < 0) {
      position++;
    }
    while (single != null && StateKey.compareText(single.key, text) < 0) {
      single = next(singles);
    }
    if (single != null && isSingle()) {
      return Published.fromBytes(single.value);
    }
    return isInPage() ? page.get(position).published() : null;
  }

  private boolean isSingle() {
    return single != null
        && StateKey.compareText(single.key, text) == 0
        && !Published.isInPage(single.value);
  }

  private boolean isInPage() {
    return position < page.size() && Arrays.equals(page.get(position).text(), text);
  }

  private void open(KeyValue<Bytes, byte[]> row) {
    pageKey = StateKey.utf8(row.key);
    page = new ArrayList<>(PublishedPage.of(row.value).entries());
    position = 0;
    nextPage = next(pages);
    while (nextPage != null
        && !page.isEmpty()
        && StateKey.compareText(nextPage.key, page.getLast().text()) <= 0) {
      // Left by a crash while the page was split.
      page.removeLast();
    }
  }

  /** Remembers what was published on the reference that was last gone on to. */
  void put(Published published) {
    if (text.length > MAX_TEXT) {
      rows.put(StateKey.PUBLISHED.of(text), published.toBytes());
      return;
    }
    var entry = new Entry(text, published);
    if (isInPage()) {
      page.set(position, entry);
    } else {
      if (pageKey == null || position == page.size() && page.size() >= PublishedPage.MAX_ENTRIES) {
        write();
        pageKey = text;
        page = new ArrayList<>();
        position = 0;
      }
      page.add(position, entry);
    }
    changed = true;
    if (single != null && isSingle()) {
      replaced.add(single.key);
    }
  }

  /** Writes what is not written yet. */
  void write() {
    if (changed && pageKey != null) {
      var written = new ArrayList<KeyValue<Bytes, byte[]>>();
      split |= page.size() > PublishedPage.MAX_ENTRIES;
      for (int begin = lastBegin(); begin >= 0; begin -= PublishedPage.MAX_ENTRIES) {
        int end = Math.min(begin + PublishedPage.MAX_ENTRIES, page.size());
        var part = new PublishedPage(page.subList(begin, end));
        byte[] key = begin == 0 ? pageKey : page.get(begin).text();
        written.add(KeyValue.pair(StateKey.PAGE.of(key), part.toBytes()));
      }
      // Not deleted: the next walks would pass over all that was deleted, each time again.
      replaced.forEach(row -> written.add(KeyValue.pair(row, Published.inPage())));
      rows.putAll(written);
    }
    replaced.clear();
    changed = false;
  }

  /** Whether a page was written as several: the walk still takes them for one. */
  boolean hasSplit() {
    return split;
  }

  private int lastBegin() {
    return (page.size() - 1) / PublishedPage.MAX_ENTRIES * PublishedPage.MAX_ENTRIES;
  }

  /** What was put since the last {@link #write()} is not written. */
  @Override
  public void close() {
    singles.close();
    pages.close();
  }
}
