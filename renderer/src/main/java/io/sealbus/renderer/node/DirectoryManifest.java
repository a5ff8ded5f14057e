package io.sealbus.renderer.node;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which files in a directory are the renderer's own: for each path the digests that a file there
 * has when it is as the renderer wrote it. While a change is under way that is the old and the new.
 */
record DirectoryManifest(SortedMap<String, List<String>> files) {
  static final String NAME = ".sealbus-manifest.json";
  static final DirectoryManifest EMPTY = new DirectoryManifest(Collections.emptySortedMap());

  private static final String FILES = "files";

  DirectoryManifest {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * The manifest in {@code root}; an empty one where there is none.
   *
   * @throws IOException where it cannot be read or is not one: nothing may be deleted then
   */
  static DirectoryManifest read(Path root) throws IOException {
    Path file = root.resolve(NAME);
    if (Files.isSymbolicLink(file)) {
      throw new IOException(file + " is a symbolic link");
    }
    try {
      var json = new JsonObject(Files.readString(file, StandardCharsets.UTF_8));
      var files = new TreeMap<String, List<String>>();
      JsonObject listed = json.getJsonObject(FILES, new JsonObject());
      for (String path : listed.fieldNames()) {
        files.put(path, strings(listed.getJsonArray(path)));
      }
      return new DirectoryManifest(files);
    } catch (NoSuchFileException e) {
      return EMPTY;
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      throw new IOException(
          file + " is not a manifest: remove it and the files that it was for", e);
    }
  }

  private static List<String> strings(JsonArray array) {
    var strings = new ArrayList<String>();
    for (int i = 0; i < array.size(); i++) {
      strings.add(array.getString(i));
    }
    return List.copyOf(strings);
  }

  /** This, and each of {@code wanted} with its digest. */
  DirectoryManifest and(SortedMap<String, String> wanted) {
    var all = new TreeMap<>(files);
    wanted.forEach((path, digest) -> {
      var digests = new ArrayList<>(all.getOrDefault(path, List.of()));
      if (!digests.contains(digest)) {
        digests.add(digest);
      }
      all.put(path, List.copyOf(digests));
    });
    return new DirectoryManifest(all);
  }

  /** Only {@code wanted}. */
  static DirectoryManifest of(SortedMap<String, String> wanted) {
    return EMPTY.and(wanted);
  }

  byte[] bytes() {
    var listed = new JsonObject();
    files.forEach((path, digests) -> listed.put(path, new JsonArray(digests)));
    return new JsonObject()
        .put("about", "Files that Sealbus wrote here and may change or delete.")
        .put(FILES, listed)
        .encodePrettily()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether {@code path} is a regular file, not a link to one. */
  static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }
}
