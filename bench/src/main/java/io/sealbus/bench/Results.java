package io.sealbus.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The figures of each part, in a file of its own in one folder. */
record Results(Path folder) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // What is computed from the rounds is written for readers, and not read.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Those of runs that only try whether everything works, or leave cases out, are kept apart. */
  static Results of(Path home, boolean partial) {
    return new Results(home.resolve("target").resolve(partial ? "results-partial" : "results"));
  }

  void write(String part, List<Measurement> measurements) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(file(part).toFile(), measurements);
  }

  /** Forgets a part's figures, so that a run that fails leaves none. */
  void discard(String part) throws IOException {
    Files.deleteIfExists(file(part));
  }

  /** Of these parts, in their order; a part that was not run has none. */
  List<Measurement> read(List<String> parts) throws IOException {
    var all = new ArrayList<Measurement>();
    for (String part : parts) {
      if (Files.exists(file(part))) {
        all.addAll(JSON.readValue(file(part).toFile(), new TypeReference<List<Measurement>>() {}));
      }
    }
    return all;
  }

  static void write(Path file, Object value) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(value) + "\n");
  }

  private Path file(String part) {
    return folder.resolve(part + ".json");
  }
}
