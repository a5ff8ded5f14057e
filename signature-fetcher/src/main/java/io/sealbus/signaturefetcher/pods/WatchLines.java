package io.sealbus.signaturefetcher.pods;

import io.sealbus.verification.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts the bytes of a watch into lines. A line that is too long is left out. Not thread-safe. */
final class WatchLines {
  /** What etcd holds of one object, and as much again. */
  private static final int MAX_LINE = 4 << 20;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  /** The lines that end in {@code bytes}. */
  List<Bytes> take(List<ByteBuffer> bytes) {
    var lines = new ArrayList<Bytes>();
    for (ByteBuffer buffer : bytes) {
      while (buffer.hasRemaining()) {
        take(buffer.get(), lines);
      }
    }
    return lines;
  }

  private void take(byte one, List<Bytes> lines) {
    if (one != '\n') {
      tooLong |= line.size() >= MAX_LINE;
      if (!tooLong) {
        line.write(one);
      }
      return;
    }
    if (!tooLong && line.size() > 0) {
      lines.add(Bytes.copyOf(line.toByteArray()));
    }
    line.reset();
    tooLong = false;
  }
}
