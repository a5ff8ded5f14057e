package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that says what it is about.
 *
 * @param subject digest of the manifest that it is about
 * @param artifactType its {@code artifactType}, else its config's media type; empty for neither
 * @param isArtifact whether it is certainly no image that a node could run
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI image-spec,
 *     manifest</a>
 */
public record ReferrerManifest(
    Digest subject, String artifactType, boolean isArtifact, List<Layer> layers) {
  private static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** Config types of what a node can run. */
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private static final Set<String> FOREIGN = Set.of("manifests", "fslayers", "history");

  /**
   * One layer.
   *
   * @param digest null where it is none
   */
  record Layer(String mediaType, @Nullable Digest digest, Map<String, String> annotations) {
    Layer {
      annotations = Map.copyOf(annotations);
    }
  }

  public ReferrerManifest {
    layers = List.copyOf(layers);
  }

  /**
   * Reads a manifest; empty where it is about nothing, no OCI image manifest, or could be read in
   * more than one way. Never throws.
   */
  public static Optional<ReferrerManifest> parse(Manifest manifest) {
    JsonNode root;
    try {
      root = StrictJson.parse(manifest.bytes());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    JsonNode declared = root.path("mediaType");
    boolean usable =
        root.isObject()
            && manifest.contentType().equals(MEDIA_TYPE)
            && (declared.isMissingNode() || MEDIA_TYPE.equals(StrictJson.text(declared)))
            && !isForeign(root);
    Optional<Digest> subject = Digest.parse(StrictJson.text(root.path("subject").path("digest")));
    return usable ? subject.map(about -> of(about, root)) : Optional.empty();
  }

  private static boolean isForeign(JsonNode root) {
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      if (FOREIGN.contains(member.getKey().toLowerCase(Locale.ROOT))
          && !member.getValue().isNull()) {
        return true;
      }
    }
    return false;
  }

  private static ReferrerManifest of(Digest subject, JsonNode root) {
    String artifactType = StrictJson.text(root.path("artifactType"));
    String config = StrictJson.text(root.path("config").path("mediaType"));
    var layers = new ArrayList<Layer>();
    for (JsonNode layer : root.path("layers")) {
      layers.add(
          new Layer(
              StrictJson.text(layer.path("mediaType")),
              Digest.parse(StrictJson.text(layer.path("digest"))).orElse(null),
              annotations(layer.path("annotations"))));
    }
    return new ReferrerManifest(
        subject,
        artifactType.isEmpty() ? config : artifactType,
        !artifactType.isEmpty() || !IMAGE_CONFIGS.contains(config),
        layers);
  }

  private static Map<String, String> annotations(JsonNode object) {
    var annotations = new HashMap<String, String>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getValue().isTextual()) {
        annotations.put(member.getKey(), member.getValue().asText());
      }
    }
    return annotations;
  }
}
