package io.sealbus.signaturefetcher.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@link ContentStore}: frames one behind the other, each a length, a check sum, the
 * name's hash and what is kept under it. Nothing that was written is changed. Not thread-safe.
 */
final class ContentSegment {
  /** Characters of a name's hash. */
  private static final int NAME = 64;

  private static final int HEAD = 2 * Integer.BYTES + NAME;

  private final Path path;
  // Not a channel, which would be closed for all with the first thread that is interrupted in it.
  private final RandomAccessFile file;
  private long end;

  /**
   * Where something is kept.
   *
   * @param length of the frame
   */
  record Place(ContentSegment segment, long at, int length) {}

  private ContentSegment(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a file, which is made where it is missing, and cuts off what is no whole frame.
   *
   * @param found told of every frame with its name, in the order in which they were written
   */
  static ContentSegment open(Path path, BiConsumer<String, Place> found) throws IOException {
    var segment = new ContentSegment(path, new RandomAccessFile(path.toFile(), "rw"));
    try {
      segment.load(found);
      return segment;
    } catch (IOException | RuntimeException e) {
      segment.close();
      throw e;
    }
  }

  private void load(BiConsumer<String, Place> found) throws IOException {
    long length = file.length();
    var head = new byte[HEAD];
    while (end + HEAD <= length) {
      file.seek(end);
      file.readFully(head);
      int content = ByteBuffer.wrap(head).getInt();
      if (content < 0 || end + HEAD + content > length) {
        break;
      }
      String name = new String(head, HEAD - NAME, NAME, StandardCharsets.ISO_8859_1);
      found.accept(name, new Place(this, end, HEAD + content));
      end += HEAD + content;
    }
    file.setLength(end);
  }

  /** Bytes of a frame with so much in it. */
  static long length(byte[] content) {
    return HEAD + (long) content.length;
  }

  /**
   * Adds a frame.
   *
   * @param name 64 characters, ASCII
   */
  Place append(String name, byte[] content) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEAD + content.length);
    frame.putInt(content.length).putInt(0);
    frame.put(name.getBytes(StandardCharsets.ISO_8859_1)).put(content);
    frame.putInt(Integer.BYTES, sum(frame.array()));
    file.seek(end);
    file.write(frame.array());
    var place = new Place(this, end, frame.capacity());
    end += frame.capacity();
    return place;
  }

  /** What is kept there under {@code name}; null where that is not whole. */
  byte @Nullable [] read(Place place, String name) throws IOException {
    var frame = new byte[place.length];
    file.seek(place.at);
    file.readFully(frame);
    ByteBuffer head = ByteBuffer.wrap(frame);
    boolean whole =
        head.getInt() == frame.length - HEAD
            && head.getInt() == sum(frame)
            && new String(frame, HEAD - NAME, NAME, StandardCharsets.ISO_8859_1).equals(name);
    return whole
        ? ByteBuffer.allocate(frame.length - HEAD).put(frame, HEAD, frame.length - HEAD).array()
        : null;
  }

  /** Of all that stands behind the sum itself. */
  private static int sum(byte[] frame) {
    var sum = new CRC32C();
    sum.update(frame, 2 * Integer.BYTES, frame.length - 2 * Integer.BYTES);
    return (int) sum.getValue();
  }

  /** Bytes of all frames. */
  long size() {
    return end;
  }

  /** The file is of no use any more. */
  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  private void close() throws IOException {
    file.close();
  }
}
