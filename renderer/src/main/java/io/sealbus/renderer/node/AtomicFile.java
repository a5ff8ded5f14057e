package io.sealbus.renderer.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Replaces a file so that there is the old one or the new one at any moment, also after a crash.
 */
final class AtomicFile {
  /** How names of files begin that are not finished. */
  static final String PREFIX = ".sealbus-tmp-";

  private AtomicFile() {}

  /** Writes {@code bytes} to {@code file}, readable for all. */
  static void write(Path file, byte[] bytes) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      throw new IOException("not a file");
    }
    Path unfinished = directory.resolve(PREFIX + name);
    Files.deleteIfExists(unfinished);
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        if (isPosix(directory)) {
          // Whatever the umask: nodes' programs run under many users.
          Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
        }
        channel.force(true);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    sync(directory);
  }

  /** Deletes {@code file}. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      sync(directory);
    }
  }

  /** Removes what a crash left unfinished in {@code directory}, which need not exist. */
  static void sweep(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, PREFIX + "*")) {
        for (Path file : unfinished) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Makes what was renamed, made or deleted in {@code directory} survive a crash. */
  static void sync(Path directory) throws IOException {
    // Elsewhere a directory cannot be opened, and needs not be.
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
