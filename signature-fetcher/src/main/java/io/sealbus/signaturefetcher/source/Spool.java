package io.sealbus.signaturefetcher.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue on disk, first in, first out, within a bound. What was appended outlives this process and
 * the machine's fall; what was removed may be there once more after that, since a file is only
 * deleted as a whole. Thread-safe; one process at a time has the directory.
 */
final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".spool";

  /** A new file is begun beyond this. */
  private static final long SEGMENT_BYTES = 1 << 20;

  private final Path directory;
  private final long maxBytes;
  private final FileChannel lock;
  private final Deque<SpoolSegment> segments = new ArrayDeque<>();
  private @Nullable SpoolSegment writing;
  private long next;
  private long bytes;

  private Spool(Path directory, long maxBytes, FileChannel lock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.lock = lock;
  }

  /**
   * Opens the queue in {@code directory}, which is made where it is missing.
   *
   * @param maxBytes most bytes of all files
   * @throws IOException where it cannot be had, or another process has it
   */
  static Spool open(Path directory, long maxBytes) throws IOException {
    Files.createDirectories(directory);
    FileChannel lock =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var spool = new Spool(directory, maxBytes, lock);
    try {
      spool.take();
      spool.find();
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private void take() throws IOException {
    try {
      FileLock held = lock.tryLock();
      if (held != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException(directory + " is in use", e);
    }
    throw new IOException(directory + " is in use");
  }

  private void find() throws IOException {
    List<Path> files;
    try (Stream<Path> listing = Files.list(directory)) {
      files = listing.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path file : files) {
      next = Math.max(next, number(file) + 1);
      SpoolSegment segment = SpoolSegment.open(file);
      if (segment.isTorn()) {
        LOG.atWarn()
            .addKeyValue("file", file)
            .log("the end of a file was never written whole; what is before it is used");
      }
      segments.add(segment);
      bytes += segment.size();
    }
    prune();
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Adds {@code frame} at the end.
   *
   * @return whether there was room for it
   * @throws IOException where the disk does not take it; then it is not there
   */
  synchronized boolean append(byte[] frame) throws IOException {
    if (frame.length > SpoolSegment.MAX_FRAME || bytes + SpoolSegment.size(frame) > maxBytes) {
      return false;
    }
    SpoolSegment segment = writing == null || writing.size() >= SEGMENT_BYTES ? begin() : writing;
    long before = segment.size();
    segment.append(frame);
    bytes += segment.size() - before;
    return true;
  }

  private SpoolSegment begin() throws IOException {
    SpoolSegment segment =
        SpoolSegment.create(directory.resolve(String.format("%020d%s", next++, SUFFIX)));
    segments.add(segment);
    writing = segment;
    // The name has to last as well as what is under it.
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
    return segment;
  }

  /** The oldest frame; null where there is none. It stays until it is removed. */
  synchronized byte @Nullable [] peek() throws IOException {
    prune();
    SpoolSegment oldest = segments.peek();
    return oldest == null ? null : oldest.peek();
  }

  /** Removes the frame that {@link #peek} returned. */
  synchronized void remove(byte[] frame) throws IOException {
    SpoolSegment oldest = segments.peek();
    if (oldest != null) {
      oldest.pass(frame);
      prune();
    }
  }

  /** Deletes the files of which nothing is left. */
  private void prune() throws IOException {
    SpoolSegment oldest = segments.peek();
    while (oldest != null && oldest.peek() == null) {
      segments.remove();
      if (oldest == writing) {
        writing = null;
      }
      bytes -= oldest.size();
      oldest.delete();
      oldest = segments.peek();
    }
  }

  synchronized boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Bytes on disk. */
  synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized void close() throws IOException {
    for (SpoolSegment segment : segments) {
      segment.close();
    }
    lock.close();
  }
}
