package io.sealbus.renderer.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the nodes' files below a root directory, which may be {@code /}. Each file is whole at any
 * moment, whatever stops the process. Only files that it wrote itself are deleted, and only while
 * they are as it wrote them; no symbolic link below the root is followed.
 */
public final class NodeDirectory {
  private static final Logger log = LoggerFactory.getLogger(NodeDirectory.class);

  /** What lets nodes find signatures goes before what makes them demand some. */
  private static final Comparator<String> LOOKUP_FIRST =
      Comparator.comparing((String path) -> !path.contains("/registries.d/"))
          .thenComparing(Comparator.naturalOrder());

  private final Path root;

  /** For the files below {@code root}, which is made when first needed. */
  public NodeDirectory(Path root) {
    this.root = root;
  }

  /**
   * Makes the directory hold {@code wanted}, and none of what it was to hold before.
   *
   * @param wanted bytes by absolute path on a node
   * @throws IOException where that is not fully done; to be tried again
   */
  public void apply(Map<String, byte[]> wanted) throws IOException {
    Files.createDirectories(root);
    Path real = root.toRealPath();
    var digests = new TreeMap<String, String>();
    for (Map.Entry<String, byte[]> file : wanted.entrySet()) {
      checkPath(file.getKey());
      digests.put(file.getKey(), Sha256.hex(file.getValue()));
    }
    DirectoryManifest before = DirectoryManifest.read(real);
    DirectoryManifest during = before.and(digests);
    // First of all: a file whose writing is cut short must be known as the renderer's own.
    write(real, "/" + DirectoryManifest.NAME, during.bytes());
    for (String path : during.files().keySet()) {
      AtomicFile.sweep(parent(real, path, false));
    }
    var inOrder = new TreeMap<String, byte[]>(LOOKUP_FIRST);
    inOrder.putAll(wanted);
    for (Map.Entry<String, byte[]> file : inOrder.entrySet()) {
      write(real, file.getKey(), file.getValue());
    }
    deleteOthers(real, during, digests);
    write(real, "/" + DirectoryManifest.NAME, DirectoryManifest.of(digests).bytes());
  }

  private static void deleteOthers(
      Path root, DirectoryManifest known, SortedMap<String, String> wanted) throws IOException {
    for (Map.Entry<String, List<String>> own : known.files().entrySet()) {
      String path = own.getKey();
      if (!wanted.containsKey(path)) {
        checkPath(path);
        Path file = parent(root, path, false).resolve(name(path));
        if (!DirectoryManifest.isFile(file)) {
          continue;
        }
        if (own.getValue().contains(Sha256.hex(Files.readAllBytes(file)))) {
          AtomicFile.delete(file);
        } else {
          log.atWarn().addKeyValue("path", path).log("not deleted: somebody else has changed it");
        }
      }
    }
  }

  private static void write(Path root, String path, byte[] bytes) throws IOException {
    Path file = parent(root, path, true).resolve(name(path));
    if (!DirectoryManifest.isFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      AtomicFile.write(file, bytes);
    }
  }

  /** The directory of {@code path}, each step of which is a directory and not a link to one. */
  private static Path parent(Path root, String path, boolean make) throws IOException {
    Path directory = root;
    String[] names = path.substring(1).split("/", -1);
    for (String name : Arrays.asList(names).subList(0, names.length - 1)) {
      Path next = directory.resolve(name);
      if (Files.isSymbolicLink(next)) {
        throw new IOException(next + " is a symbolic link");
      }
      if (make && Files.notExists(next, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(next);
        AtomicFile.sync(directory);
      }
      directory = next;
    }
    return directory;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void checkPath(String path) throws IOException {
    boolean legal =
        path.startsWith("/")
            && path.indexOf('\0') < 0
            && path.indexOf('\\') < 0
            && Arrays.stream(path.substring(1).split("/", -1))
                .noneMatch(n -> n.isEmpty() || n.equals(".") || n.equals(".."))
            && !name(path).startsWith(AtomicFile.PREFIX)
            && !name(path).equals(DirectoryManifest.NAME);
    if (!legal) {
      throw new IOException("not the path of a node's file: " + path.replaceAll("[^ -~]", "?"));
    }
  }
}
