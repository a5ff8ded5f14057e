package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetched content on disk, so that a restart fetches nothing again: within a bound of bytes, what
 * was used last. One file for each entry, under the hash of its name; the file begins with a hash
 * of all that follows. A file that is damaged, cut short or cannot be read is as good as none and
 * is deleted; where writing fails, nothing is kept. Never throws. Thread-safe.
 */
public final class ContentStore {
  private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);
  private static final int HASH = 64;
  private static final String SUFFIX = ".content";

  /** An entry as it was kept. */
  record Kept(String contentType, Bytes bytes) {}

  private final Path directory;
  private final long bound;
  private final InstantSource clock;
  private final Map<String, Long> sizes = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;
  private boolean broken;

  private ContentStore(Path directory, long bound, InstantSource clock) {
    this.directory = directory;
    this.bound = bound;
    this.clock = clock;
  }

  /**
   * Opens the store, with what an earlier one left.
   *
   * @param directory made if missing; nothing else may be kept in it
   * @param bound most bytes of all files together
   */
  public static ContentStore open(Path directory, long bound, InstantSource clock) {
    var store = new ContentStore(directory, bound, clock);
    store.load();
    return store;
  }

  private synchronized void load() {
    record Found(Path file, FileTime used, long size) {}
    try {
      Files.createDirectories(directory);
      var found = new ArrayList<Found>();
      for (Path file : files()) {
        if (file.toString().endsWith(SUFFIX)) {
          found.add(new Found(file, Files.getLastModifiedTime(file), Files.size(file)));
        } else {
          // Left by a write that a stop broke off; earlier versions gave it another name.
          Files.deleteIfExists(file);
        }
      }
      found.sort(Comparator.comparing(Found::used));
      for (Found one : found) {
        sizes.put(String.valueOf(one.file.getFileName()), one.size);
        weight += one.size;
      }
      evict();
    } catch (IOException e) {
      fails(e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** What was kept under {@code name}; null where nothing whole was. */
  @Nullable Kept get(String name) {
    String file = fileName(name);
    synchronized (this) {
      if (sizes.get(file) == null) {
        return null;
      }
    }
    Path path = directory.resolve(file);
    try {
      Kept kept = read(Files.readAllBytes(path));
      if (kept == null) {
        forget(file);
      } else {
        Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
      }
      return kept;
    } catch (IOException e) {
      forget(file);
      return null;
    }
  }

  private static @Nullable Kept read(byte[] file) {
    Bytes all = Bytes.copyOf(file);
    if (file.length <= HASH) {
      return null;
    }
    Bytes content = Bytes.copyOf(Arrays.copyOfRange(file, HASH, file.length));
    String hash = new String(file, 0, HASH, StandardCharsets.ISO_8859_1);
    if (!ContentHash.sha256(content).hex().equals(hash)) {
      return null;
    }
    int end = HASH;
    while (end < all.size() && file[end] != '\n') {
      end++;
    }
    return end == all.size()
        ? null
        : new Kept(
            new String(file, HASH, end - HASH, StandardCharsets.UTF_8),
            Bytes.copyOf(Arrays.copyOfRange(file, end + 1, file.length)));
  }

  /** Keeps {@code kept} under {@code name}, where there is room and the disk lets us. */
  void put(String name, Kept kept) {
    byte[] file = file(kept);
    String fileName = fileName(name);
    if (file.length > bound / 2 || kept.contentType.indexOf('\n') >= 0) {
      return;
    }
    synchronized (this) {
      if (sizes.get(fileName) != null) {
        return;
      }
    }
    Path path = directory.resolve(fileName);
    try {
      // Nobody reads it before it is known, and half a file does not have its hash: another name
      // to write it under first would cost as much as the file.
      Files.write(path, file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
    } catch (FileAlreadyExistsException e) {
      // Somebody else is writing the same.
      return;
    } catch (IOException e) {
      fails(e);
      delete(path);
      return;
    }
    synchronized (this) {
      broken = false;
      Long before = sizes.put(fileName, (long) file.length);
      weight += file.length - (before == null ? 0 : before);
      evict();
    }
  }

  private static byte[] file(Kept kept) {
    byte[] type = (kept.contentType + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = kept.bytes.toArray();
    byte[] content = Arrays.copyOf(type, type.length + bytes.length);
    System.arraycopy(bytes, 0, content, type.length, bytes.length);
    byte[] hash =
        ContentHash.sha256(Bytes.copyOf(content)).hex().getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = Arrays.copyOf(hash, hash.length + content.length);
    System.arraycopy(content, 0, file, hash.length, content.length);
    return file;
  }

  private void evict() {
    Iterator<Map.Entry<String, Long>> eldest = sizes.entrySet().iterator();
    while (weight > bound && eldest.hasNext()) {
      Map.Entry<String, Long> one = eldest.next();
      weight -= one.getValue();
      delete(directory.resolve(one.getKey()));
      eldest.remove();
    }
  }

  private synchronized void forget(String file) {
    Long size = sizes.remove(file);
    weight -= size == null ? 0 : size;
    delete(directory.resolve(file));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("file", file).log("cannot delete cached content");
    }
  }

  /** Said once, until it works again: the cache is a convenience. */
  private synchronized void fails(IOException e) {
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
    return weight;
  }

  private static String fileName(String name) {
    return ContentHash.sha256(Bytes.utf8(name)).hex() + SUFFIX;
  }
}
