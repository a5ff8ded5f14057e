package io.sealbus.renderer.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Node files as a tar archive to be unpacked below {@code /}. Equal files give equal bytes: paths
 * are sorted, everything belongs to root and is as old as the epoch.
 */
public final class NodeArchive {
  private static final int FILE_MODE = 0100644;
  private static final int DIRECTORY_MODE = 040755;
  private static final FileTime EPOCH = FileTime.fromMillis(0);

  private NodeArchive() {}

  /**
   * The archive.
   *
   * @param files bytes by absolute path on a node
   */
  public static byte[] of(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      var directories = new TreeSet<String>();
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        String name = file.getKey().substring(1);
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
          if (directories.add(name.substring(0, slash + 1))) {
            put(tar, name.substring(0, slash + 1), DIRECTORY_MODE, new byte[0]);
          }
        }
        put(tar, name, FILE_MODE, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always there", e);
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(content.length);
    entry.setLastModifiedTime(EPOCH);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
