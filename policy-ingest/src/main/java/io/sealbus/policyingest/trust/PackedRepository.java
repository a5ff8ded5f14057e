package io.sealbus.policyingest.trust;

import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileExceedsMaxLengthException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A TUF repository as a gzip'd tar of a {@code repository/} directory, unpacked in memory.
 *
 * <p>Bounds: 4,096 entries, 32 MiB unpacked. Names that lead out of the directory are refused.
 */
final class PackedRepository implements Fetcher {
  private static final String PREFIX = "repository/";

  private final Map<String, byte[]> files;
  private final String directory;

  private PackedRepository(Map<String, byte[]> files, String directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * Unpacks {@code packed}.
   *
   * @throws IOException where it is no such archive, in the reference's words where it has some
   */
  static PackedRepository of(byte[] packed) throws IOException {
    if (packed.length < 2 || (packed[0] & 0xFF) != 0x1F || (packed[1] & 0xFF) != 0x8B) {
      throw new IOException("gzip: invalid header");
    }
    Map<String, byte[]> files = new HashMap<>();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      var tar = new TarFiles(in);
      for (TarFiles.File file = tar.next(); file != null; file = tar.next()) {
        String name = file.name();
        files.put(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, file.content());
      }
    } catch (ZipException e) {
      throw new IOException("gzip: " + e.getMessage(), e);
    }
    return new PackedRepository(Map.copyOf(files), "");
  }

  /** The same files as seen from {@code name}. */
  PackedRepository in(String name) {
    return new PackedRepository(files, name + "/");
  }

  @Override
  public String getSource() {
    return "the packed repository";
  }

  @Override
  public byte @Nullable [] fetchResource(String name, int maxLength)
      throws FileExceedsMaxLengthException {
    byte[] content = files.get(directory + name);
    if (content != null && content.length > maxLength) {
      throw new FileExceedsMaxLengthException(name, maxLength);
    }
    return content == null ? null : content.clone();
  }
}
