package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetched content on disk, so that a restart fetches nothing again: within a bound of bytes, what
 * was used last. In few files that are written from one end to the other, as to make a file for
 * each would cost more than all else that is done with what is in it; the oldest goes where there
 * is no more room, and what is used of an old one is written again. What is damaged or cannot be
 * read is as good as none; where writing fails, nothing is kept. Never throws. Thread-safe.
 */
public final class ContentStore {
  private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);
  private static final Pattern SEGMENT = Pattern.compile("[0-9]{18}\\.segment");

  /** How many files share the bound. */
  private static final int SEGMENTS = 8;

  /** An entry as it was kept. */
  record Kept(String contentType, Bytes bytes) {}

  private final Path directory;
  private final long bound;
  private final List<ContentSegment> segments = new ArrayList<>();
  private final Map<String, ContentSegment.Place> places = new HashMap<>();
  private long next;
  private boolean broken;

  private ContentStore(Path directory, long bound) {
    this.directory = directory;
    this.bound = bound;
  }

  /**
   * Opens the store, with what an earlier one left.
   *
   * @param directory made if missing; nothing else may be kept in it
   * @param bound most bytes of all files together
   */
  public static ContentStore open(Path directory, long bound) {
    var store = new ContentStore(directory, bound);
    store.load();
    return store;
  }

  private synchronized void load() {
    try {
      Files.createDirectories(directory);
      for (Path file : files()) {
        String name = String.valueOf(file.getFileName());
        if (SEGMENT.matcher(name).matches()) {
          segments.add(ContentSegment.open(file, places::put));
          next = Long.parseLong(name.substring(0, name.indexOf('.'))) + 1;
        } else {
          // Earlier versions had a file for each entry.
          Files.deleteIfExists(file);
        }
      }
      evict();
    } catch (IOException e) {
      fails(e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** What was kept under {@code name}; null where nothing whole was. */
  synchronized @Nullable Kept get(String name) {
    String hash = hash(name);
    ContentSegment.Place place = places.get(hash);
    if (place == null) {
      return null;
    }
    try {
      byte[] content = place.segment().read(place, hash);
      if (content == null) {
        places.remove(hash);
        return null;
      }
      if (segments.indexOf(place.segment()) < segments.size() / 2) {
        keep(hash, content);
      }
      return kept(content);
    } catch (IOException e) {
      places.remove(hash);
      return null;
    }
  }

  /** Keeps {@code kept} under {@code name}, where there is room and the disk lets us. */
  synchronized void put(String name, Kept kept) {
    String hash = hash(name);
    byte[] content = content(kept);
    if (places.containsKey(hash)
        || ContentSegment.length(content) > bound / 2
        || kept.contentType.indexOf('\n') >= 0) {
      return;
    }
    keep(hash, content);
  }

  private void keep(String hash, byte[] content) {
    try {
      append(hash, content);
      broken = false;
    } catch (IOException e) {
      fails(e);
    }
  }

  private void append(String hash, byte[] content) throws IOException {
    ContentSegment last = segments.isEmpty() ? null : segments.getLast();
    if (last == null || last.size() + ContentSegment.length(content) > bound / SEGMENTS) {
      Path file = directory.resolve("%018d.segment".formatted(next));
      last = ContentSegment.open(file, (name, place) -> {});
      next++;
      segments.add(last);
    }
    places.put(hash, last.append(hash, content));
    evict();
  }

  private void evict() throws IOException {
    while (weight() > bound) {
      ContentSegment oldest = segments.removeFirst();
      places.values().removeIf(place -> place.segment() == oldest);
      oldest.delete();
    }
  }

  private static byte[] content(Kept kept) {
    byte[] type = (kept.contentType + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = kept.bytes.toArray();
    byte[] content = Arrays.copyOf(type, type.length + bytes.length);
    System.arraycopy(bytes, 0, content, type.length, bytes.length);
    return content;
  }

  private static @Nullable Kept kept(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    return end == content.length
        ? null
        : new Kept(
            new String(content, 0, end, StandardCharsets.UTF_8),
            Bytes.copyOf(Arrays.copyOfRange(content, end + 1, content.length)));
  }

  /** Said once, until it works again: the cache is a convenience. */
  private void fails(IOException e) {
    if (!broken) {
      broken = true;
      LOG.atWarn()
          .addKeyValue("directory", directory)
          .addKeyValue("problem", e.toString())
          .log("fetched content cannot be kept on disk and is fetched again when needed");
    }
  }

  /** Bytes that the files take. */
  synchronized long weight() {
    return segments.stream().mapToLong(ContentSegment::size).sum();
  }

  private static String hash(String name) {
    return ContentHash.sha256(Bytes.utf8(name)).hex();
  }
}
