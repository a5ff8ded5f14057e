package io.sealbus.signaturefetcher.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a {@link Spool}: frames, each its length and its CRC-32C in four bytes each, then its
 * bytes. What does not fit its sum, and all behind it, was never acknowledged and is not there.
 */
final class SpoolSegment implements AutoCloseable {
  private static final int HEAD = 2 * Integer.BYTES;

  /** Above the largest parcel: a length beyond it is no length. */
  static final int MAX_FRAME = 16 << 20;

  private final Path file;
  private final FileChannel channel;
  private long read;
  private long end;

  private SpoolSegment(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /** Makes a new file. */
  static SpoolSegment create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new SpoolSegment(file, channel, 0);
  }

  /** Opens a file that an earlier process wrote, as far as it is whole. */
  static SpoolSegment open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var segment = new SpoolSegment(file, channel, channel.size());
    long whole = 0;
    while (segment.frame(whole) instanceof byte[] frame) {
      whole += size(frame);
    }
    segment.end = whole;
    return segment;
  }

  /** Whether there is something behind what is whole. */
  boolean isTorn() throws IOException {
    return channel.size() > end;
  }

  /** Adds a frame; when this returns, it outlives the machine's fall. */
  void append(byte[] frame) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD + frame.length);
    buffer.putInt(frame.length).putInt(sum(frame)).put(frame).flip();
    try {
      long at = end;
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
      channel.force(false);
      end = at;
    } catch (IOException e) {
      // Half a frame would hide all that come after it.
      channel.truncate(end);
      throw e;
    }
  }

  /** The oldest frame that was not passed over; null where there is none. */
  byte @Nullable [] peek() throws IOException {
    return frame(read);
  }

  /** Passes over the frame that {@link #peek} returned. */
  void pass(byte[] frame) {
    read += size(frame);
  }

  private byte @Nullable [] frame(long at) throws IOException {
    ByteBuffer head = read(at, HEAD);
    if (head == null) {
      return null;
    }
    int length = head.getInt();
    int sum = head.getInt();
    ByteBuffer body = length < 0 || length > MAX_FRAME ? null : read(at + HEAD, length);
    return body != null && sum(body.array()) == sum ? body.array() : null;
  }

  private @Nullable ByteBuffer read(long at, int length) throws IOException {
    if (at + length > end) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        return null;
      }
    }
    return buffer.flip();
  }

  private static int sum(byte[] bytes) {
    var sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Bytes that {@code frame} takes. */
  static long size(byte[] frame) {
    return HEAD + (long) frame.length;
  }

  /** Bytes of the frames, passed over or not. */
  long size() {
    return end;
  }

  /** The file is of no use any more. */
  void delete() throws IOException {
    close();
    Files.delete(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
