package io.sealbus.standalone.client;

import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text of documents that a command was pointed at.
 *
 * @param name of the file, for messages
 */
public record Documents(String name, byte[] text) {
  private static final int MAX_FILES = 10_000;

  /**
   * What the arguments name, in their order: files; of a folder, its YAML and JSON files at any
   * depth in the order of their names; {@code -} for standard input.
   *
   * @throws CommandException {@code NO_DOCUMENTS} where a folder holds none
   * @throws IOException where something cannot be read
   */
  public static List<Documents> read(List<String> arguments) throws IOException {
    var found = new ArrayList<Documents>();
    for (String argument : arguments) {
      if (argument.equals("-")) {
        found.add(new Documents("standard input", System.in.readAllBytes()));
      } else {
        for (Path file : files(Path.of(argument))) {
          found.add(new Documents(file.toString(), Files.readAllBytes(file)));
        }
      }
    }
    return found;
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> files =
          walk.filter(Files::isRegularFile)
              .filter(Documents::isDocument)
              .sorted()
              .limit(MAX_FILES)
              .toList();
      if (files.isEmpty()) {
        throw new CommandException(
            ExitCode.USAGE, "NO_DOCUMENTS", path + " holds no *.yaml, *.yml or *.json file");
      }
      return files;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isDocument(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }
}
