package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of {@code vectors/render}: the resources of a cluster and what became of its nodes.
 * Holds what the files say and judges nothing.
 */
public final class RenderCase {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final JsonNode status;

  private RenderCase(Path directory, JsonNode status) {
    this.directory = directory;
    this.status = status;
  }

  /** A condition, without the time of its transition. */
  public record Condition(
      String type, String status, String reason, String message, long observedGeneration) {}

  /**
   * A policy after the sync.
   *
   * @param namespace null for a cluster-scoped policy
   * @param statusWritten whether the sync wrote the conditions, or left them as they were
   */
  public record Policy(
      String kind,
      @Nullable String namespace,
      String name,
      boolean statusWritten,
      List<Condition> conditions) {
    public Policy {
      conditions = List.copyOf(conditions);
    }
  }

  /** All cases in {@code directory}, by name. */
  public static List<RenderCase> readAll(Path directory) {
    try (Stream<Path> cases = Files.list(directory)) {
      return cases.filter(Files::isDirectory).sorted().map(RenderCase::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case in {@code directory}. */
  public static RenderCase read(Path directory) {
    try {
      Path status = directory.resolve("expected").resolve("status.json");
      return new RenderCase(directory, JSON.readTree(status.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the case's directory. */
  public String name() {
    return directory.getFileName().toString();
  }

  /** The resources, as YAML. */
  public byte[] input() {
    return bytes(directory.resolve("input.yaml"));
  }

  /** The files on the node by absolute path; empty where the sync fails. */
  public SortedMap<String, byte[]> files() {
    Path root = directory.resolve("expected");
    var files = new TreeMap<String, byte[]>();
    if (!Files.isDirectory(root.resolve("etc"))) {
      return files;
    }
    try (Stream<Path> paths = Files.walk(root.resolve("etc"))) {
      paths
          .filter(Files::isRegularFile)
          .forEach(file -> files.put("/" + root.relativize(file), bytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** The paths that the controller wrote, in its order. */
  public List<String> generatedFiles() {
    var paths = new ArrayList<String>();
    status.path("generatedFiles").forEach(path -> paths.add(path.asText()));
    return List.copyOf(paths);
  }

  /** The text that the sync failed with, or null. */
  public @Nullable String error() {
    return status.path("error").textValue();
  }

  /** The text that the sync only logged, or null. */
  public @Nullable String warning() {
    return status.path("warning").textValue();
  }

  /** Each policy after the sync, in the order of the input. */
  public List<Policy> policies() {
    var policies = new ArrayList<Policy>();
    for (JsonNode resource : status.path("resources")) {
      var conditions = new ArrayList<Condition>();
      for (JsonNode condition : resource.path("conditions")) {
        conditions.add(
            new Condition(
                condition.path("type").asText(),
                condition.path("status").asText(),
                condition.path("reason").asText(),
                condition.path("message").asText(),
                condition.path("observedGeneration").asLong()));
      }
      policies.add(
          new Policy(
              resource.path("kind").asText(),
              resource.path("namespace").textValue(),
              resource.path("name").asText(),
              resource.path("statusWritten").asBoolean(),
              conditions));
    }
    return List.copyOf(policies);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
