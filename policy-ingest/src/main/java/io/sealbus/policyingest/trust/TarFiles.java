package io.sealbus.policyingest.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a tar archive, bounded in number and size. Links and devices are passed
 * over: nothing that is read here follows one.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX, pax:
 *     ustar and extended headers</a>
 */
final class TarFiles {
  private static final int BLOCK = 512;
  private static final int MOST_ENTRIES = 4_096;
  private static final int MOST_BYTES = 32 << 20;

  private final InputStream in;
  private int entries;
  private int bytes;

  TarFiles(InputStream in) {
    this.in = in;
  }

  /**
   * A file.
   *
   * @param name relative, without a leading slash and without any {@code ..}
   */
  record File(String name, byte[] content) {}

  /** The next file, or null at the end. */
  @Nullable File next() throws IOException {
    String longName = null;
    while (true) {
      byte[] header = in.readNBytes(BLOCK);
      if (header.length < BLOCK || isZero(header)) {
        return null;
      }
      if (++entries > MOST_ENTRIES) {
        throw new IOException("more than " + MOST_ENTRIES + " entries");
      }
      checkSum(header);
      byte[] content = content(size(header));
      switch (header[156]) {
        case 'x' -> longName = extendedPath(content, longName);
        case 'L' -> longName = text(content, 0, content.length);
        case '0', 0 -> {
          return new File(relative(longName == null ? name(header) : longName), content);
        }
        default -> longName = null;
      }
    }
  }

  private byte[] content(long size) throws IOException {
    if (size < 0 || size > MOST_BYTES - bytes) {
      throw new IOException("more than " + MOST_BYTES + " bytes");
    }
    int length = (int) size;
    bytes += length;
    byte[] content = in.readNBytes(length);
    int padding = (BLOCK - length % BLOCK) % BLOCK;
    if (content.length < length || in.readNBytes(padding).length < padding) {
      throw new IOException("unexpected EOF");
    }
    return content;
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes of the header, those of the sum itself counted as spaces. */
  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != octal(header, 148, 8)) {
      throw new IOException("archive/tar: invalid tar header");
    }
  }

  private static long size(byte[] header) throws IOException {
    return octal(header, 124, 12);
  }

  private static long octal(byte[] header, int from, int length) throws IOException {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{0,11}")) {
      throw new IOException("archive/tar: invalid tar header");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 5).equals("ustar");
    String prefix = ustar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static @Nullable String extendedPath(byte[] records, @Nullable String otherwise) {
    for (String line : new String(records, StandardCharsets.UTF_8).split("\n")) {
      int space = line.indexOf(' ');
      if (line.startsWith("path=", space + 1)) {
        return line.substring(space + 1 + "path=".length());
      }
    }
    return otherwise;
  }

  private static String relative(String name) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new IOException("content filepath is tainted: a name leads out of the archive");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static String text(byte[] block, int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, StandardCharsets.UTF_8);
  }
}
