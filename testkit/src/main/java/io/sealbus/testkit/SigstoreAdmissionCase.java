package io.sealbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One case of {@code vectors/admission-sigstore}: a resource and what the policy-controller's
 * webhooks answered to it. Holds what the file says and judges nothing.
 *
 * @param name file name without its ending
 * @param document the resource as JSON
 * @param config data of the config map {@code config-policy-controller}
 * @param error the whole text of the refusal; empty where it is accepted
 * @param warning the whole text of the warnings; empty for none
 * @param defaultedSpec the spec with defaults applied, as JSON; null where the case has none
 */
public record SigstoreAdmissionCase(
    String name,
    String document,
    Map<String, String> config,
    boolean valid,
    String error,
    String warning,
    @Nullable String defaultedSpec) {
  public SigstoreAdmissionCase {
    config = Map.copyOf(config);
  }

  /** All cases in {@code directory}, by name. */
  public static List<SigstoreAdmissionCase> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(SigstoreAdmissionCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case in {@code file}. */
  public static SigstoreAdmissionCase read(Path file) {
    try {
      var load = new Load(LoadSettings.builder().setCodePointLimit(16 << 20).build());
      var members = (Map<?, ?>) load.loadFromString(Files.readString(file));
      return new SigstoreAdmissionCase(
          file.getFileName().toString().replace(".yaml", ""),
          json(members.get("document")),
          config(members.get("config")),
          Boolean.TRUE.equals(members.get("valid")),
          text(members.get("error")),
          text(members.get("warning")),
          members.get("defaultedSpec") == null ? null : json(members.get("defaultedSpec")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(@Nullable Object value) {
    return Json.text(value);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  private static Map<String, String> config(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> String.valueOf(e.getKey()), e -> String.valueOf(e.getValue())))
        : Map.of();
  }

  @Override
  public String toString() {
    return name;
  }
}
