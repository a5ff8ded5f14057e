package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One repository's content as an OCI image layout on disk. Every manifest of the repository is
 * listed in {@code index.json}, the untagged ones too, with the media type that a registry must
 * serve.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image
 *     layout</a>
 */
public final class OciLayout {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final Path directory;
  private final List<Entry> manifests;

  private OciLayout(Path directory, List<Entry> manifests) {
    this.directory = directory;
    this.manifests = List.copyOf(manifests);
  }

  /** A manifest that the layout lists; {@code tag} is null for an untagged one. */
  public record Entry(@Nullable String tag, String mediaType, String digest) {}

  /** Opens the layout in {@code directory}. */
  public static OciLayout open(Path directory) {
    try {
      var entries = new ArrayList<Entry>();
      for (JsonNode manifest :
          JSON.readTree(directory.resolve("index.json").toFile()).path("manifests")) {
        JsonNode tag = manifest.path("annotations").path(REF_NAME);
        entries.add(
            new Entry(
                tag.isTextual() ? tag.asText() : null,
                manifest.path("mediaType").asText(),
                manifest.path("digest").asText()));
      }
      return new OciLayout(directory, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether {@code directory} holds a layout. */
  public static boolean isLayout(Path directory) {
    return Files.isRegularFile(directory.resolve("index.json"));
  }

  /** All manifests, in the order of {@code index.json}. */
  public List<Entry> manifests() {
    return manifests;
  }

  /** The manifest by tag or by digest. */
  public Optional<Entry> resolve(String tagOrDigest) {
    return manifests.stream()
        .filter(m -> tagOrDigest.equals(m.tag()) || tagOrDigest.equals(m.digest()))
        .findFirst();
  }

  /** The bytes stored under {@code digest}, unchecked, or empty. */
  public Optional<byte[]> blob(String digest) {
    Path file = directory.resolve("blobs").resolve(digest.replace(':', '/')).normalize();
    if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
