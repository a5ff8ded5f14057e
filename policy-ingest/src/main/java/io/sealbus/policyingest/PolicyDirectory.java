package io.sealbus.policyingest;

import io.sealbus.policyingest.DirectoryLook.Content;
import io.sealbus.runtime.http.Printable;
import io.sealbus.runtime.http.Problem.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the policy files of a directory: {@code *.yaml}, {@code *.yml}, {@code *.json}, at any
 * depth. Links are followed, names that begin with a dot are not looked at; so a mounted config
 * map, whose files are links into a hidden directory, is read once and as of one revision.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically">Mounted
 *     config maps</a>
 */
final class PolicyDirectory {
  private static final int MOST_FILES = 10_000;
  private static final int LARGEST_FILE = Submission.LIMITS.bytes();
  private static final long MOST_BYTES = 64L << 20;
  private static final int DEEPEST = 16;
  private static final int LONGEST_QUOTED_NAME = 300;

  private final Path root;
  private final TreeMap<String, Content> files = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private long bytes;

  private PolicyDirectory(Path root) {
    this.root = root;
  }

  /** What {@code root} holds now. Never throws for what is there. */
  static DirectoryLook look(Path root) {
    return new PolicyDirectory(root).look();
  }

  private DirectoryLook look() {
    if (!Files.isDirectory(root)) {
      faults.add(Rule.DIRECTORY_UNREADABLE.fault("", "is no directory"));
      return new DirectoryLook(false, files, List.copyOf(faults));
    }
    try {
      Files.walkFileTree(
          root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new PolicyFiles());
    } catch (IOException e) {
      unreadable(root, e);
    }
    return new DirectoryLook(faults.isEmpty(), files, List.copyOf(faults));
  }

  private void unreadable(Path path, IOException e) {
    faults.add(
        Rule.DIRECTORY_UNREADABLE.fault(
            name(path), "cannot be listed (" + e.getClass().getSimpleName() + ")"));
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private static boolean isPolicyFile(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private Content read(Path file) {
    String name = Printable.of(name(file), LONGEST_QUOTED_NAME);
    // Anything else, such as a pipe, could hold the reader for ever.
    if (!Files.isRegularFile(file)) {
      return new Content.Unreadable(Rule.FILE_UNREADABLE.fault(name, "is no regular file"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST_FILE + 1);
      if (content.length > LARGEST_FILE) {
        return new Content.Unreadable(
            Rule.FILE_TOO_LARGE.fault(name, "at most " + LARGEST_FILE + " bytes are read"));
      }
      bytes += content.length;
      return new Content.Bytes(content);
    } catch (IOException e) {
      return new Content.Unreadable(
          Rule.FILE_UNREADABLE.fault(
              name, "cannot be read (" + e.getClass().getSimpleName() + ")"));
    }
  }

  private final class PolicyFiles extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isDirectory()) {
        faults.add(Rule.DIRECTORY_TOO_LARGE.fault(name(file), "more than " + DEEPEST + " levels"));
        return FileVisitResult.CONTINUE;
      }
      if (!isPolicyFile(file)) {
        return FileVisitResult.CONTINUE;
      }
      files.put(name(file), read(file));
      return withinBounds() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      if (path.equals(root) || !isHidden(path)) {
        unreadable(path, e);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) {
      if (e != null) {
        unreadable(directory, e);
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isHidden(Path path) {
      return !path.equals(root) && String.valueOf(path.getFileName()).startsWith(".");
    }

    /** Over a bound nothing is used: which of the files should it be? */
    private boolean withinBounds() {
      if (files.size() <= MOST_FILES && bytes <= MOST_BYTES) {
        return true;
      }
      files.clear();
      faults.add(
          Rule.DIRECTORY_TOO_LARGE.fault(
              "", "more than " + MOST_FILES + " files or " + MOST_BYTES + " bytes"));
      return false;
    }
  }
}
