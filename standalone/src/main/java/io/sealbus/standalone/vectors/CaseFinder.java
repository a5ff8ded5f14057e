package io.sealbus.standalone.vectors;

import io.sealbus.standalone.vectors.FoundCase.Form;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Finds the cases under folders by what they look like, wherever they stand: a folder with {@code
 * input.yaml} and {@code expected}, one with a Sigstore bundle, and every other YAML file. Image
 * layouts hold no cases; files of another kind belong to the cases beside them.
 */
final class CaseFinder extends SimpleFileVisitor<Path> {
  private static final LoadSettings YAML =
      LoadSettings.builder().setCodePointLimit(64 << 20).build();

  private final List<FoundCase> found = new ArrayList<>();

  private CaseFinder() {}

  /**
   * The cases under {@code directories}, those of each in the order of their paths.
   *
   * @throws IOException where a folder is missing or cannot be read
   */
  static List<FoundCase> find(List<Path> directories) throws IOException {
    var cases = new ArrayList<FoundCase>();
    for (Path directory : directories) {
      if (!Files.exists(directory)) {
        throw new NoSuchFileException(directory.toString());
      }
      var finder = new CaseFinder();
      Files.walkFileTree(directory.toAbsolutePath().normalize(), finder);
      finder.found.sort((a, b) -> a.path().compareTo(b.path()));
      cases.addAll(finder.found);
    }
    return cases;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (Files.isRegularFile(directory.resolve("oci-layout"))) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (Files.isRegularFile(directory.resolve("input.yaml"))
        && Files.isDirectory(directory.resolve("expected"))) {
      found.add(new FoundCase(directory, Form.RENDER));
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (Files.isRegularFile(directory.resolve("bundle.sigstore.json"))) {
      found.add(new FoundCase(directory, Form.BUNDLE));
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      found.add(new FoundCase(file, form(file)));
    }
    return FileVisitResult.CONTINUE;
  }

  private static Form form(Path file) throws IOException {
    try {
      return new Load(YAML).loadFromString(Files.readString(file)) instanceof Map<?, ?> members
          ? form(members)
          : Form.UNKNOWN;
    } catch (YamlEngineException | java.nio.charset.CharacterCodingException e) {
      return Form.UNKNOWN;
    }
  }

  private static Form form(Map<?, ?> members) {
    if (members.containsKey("crd") && members.containsKey("valid")) {
      return Form.ADMISSION;
    }
    if (members.containsKey("document") && members.containsKey("valid")) {
      return Form.SIGSTORE_ADMISSION;
    }
    if (members.containsKey("image")
        && members.containsKey("expect")
        && (members.containsKey("policyJson") || members.containsKey("policyText"))) {
      return Form.NODE;
    }
    if (members.containsKey("image")
        && members.containsKey("expect")
        && members.containsKey("resources")) {
      return Form.SIGSTORE;
    }
    return Form.UNKNOWN;
  }
}
