package io.sealbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One case of {@code vectors/admission}: a resource and what the API server answered to it. Holds
 * what the file says and judges nothing.
 *
 * @param name file name without its ending
 * @param version of the endpoint, such as {@code v1}
 * @param kind of the endpoint
 * @param release whose manifest judges, such as {@code 4.21+}
 * @param featureSet whose manifest judges, such as {@code Default}
 * @param initial the resource that is created, as YAML
 * @param updated the resource that replaces it, as YAML; null for a case about creation
 * @param expected the resource as stored, as YAML and without metadata; null where it is refused
 * @param errors all errors, empty where it is accepted
 * @param prunedFields paths of the fields that were dropped
 */
public record AdmissionCase(
    String name,
    String version,
    String kind,
    String release,
    String featureSet,
    boolean valid,
    String initial,
    @Nullable String updated,
    @Nullable String expected,
    List<String> errors,
    List<String> prunedFields) {

  /** All cases in {@code directory}, by name. */
  public static List<AdmissionCase> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(AdmissionCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case in {@code file}. */
  public static AdmissionCase read(Path file) {
    try {
      var load = new Load(LoadSettings.builder().build());
      var members = (Map<?, ?>) load.loadFromString(Files.readString(file));
      String[] crd = text(members, "crd").split("/", -1);
      return new AdmissionCase(
          file.getFileName().toString().replace(".yaml", ""),
          crd[1],
          crd[2],
          text(members, "release"),
          text(members, "featureSet"),
          Boolean.TRUE.equals(members.get("valid")),
          text(members, "initial"),
          optional(members, "updated"),
          optional(members, "expected"),
          texts(members, "errors"),
          texts(members, "prunedFields"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Map<?, ?> members, String name) {
    String text = optional(members, name);
    if (text == null) {
      throw new IllegalArgumentException("a case needs " + name);
    }
    return text;
  }

  private static @Nullable String optional(Map<?, ?> members, String name) {
    return (String) members.get(name);
  }

  private static List<String> texts(Map<?, ?> members, String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  @Override
  public String toString() {
    return name;
  }
}
