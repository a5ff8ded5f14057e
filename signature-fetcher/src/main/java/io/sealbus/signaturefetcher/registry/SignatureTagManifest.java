package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The manifest under a {@code sha256-<hex>.sig} tag, as nodes read it. */
sealed interface SignatureTagManifest {
  /** One layer's descriptor. */
  record Layer(String mediaType, Digest digest, Map<String, String> annotations) {
    public Layer {
      annotations = Map.copyOf(annotations);
    }
  }

  /** The layers in their order. */
  record Layers(List<Layer> layers) implements SignatureTagManifest {}

  /** Not a manifest that nodes can use. */
  record Unusable(String message) implements SignatureTagManifest {}

  /** The only Content-Type that nodes accept. */
  String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** Reads the manifest; never throws. */
  static SignatureTagManifest parse(Manifest manifest) {
    if (!manifest.contentType().equals(MEDIA_TYPE)) {
      return new Unusable("served as " + ForeignText.quote(manifest.contentType()));
    }
    try {
      JsonNode root = new JsonMapper().readTree(manifest.bytes().toUtf8());
      for (Map.Entry<String, JsonNode> member : root.properties()) {
        boolean foreign =
            Set.of("manifests", "history", "fslayers")
                .contains(member.getKey().toLowerCase(Locale.ROOT));
        if (foreign && !member.getValue().isNull()) {
          return new Unusable("ambiguous, with " + ForeignText.quote(member.getKey()));
        }
      }
      return root.isObject() ? layers(root.path("layers")) : new Unusable("not an object");
    } catch (JsonProcessingException e) {
      return new Unusable("not JSON");
    }
  }

  private static SignatureTagManifest layers(JsonNode array) {
    var layers = new ArrayList<Layer>();
    for (JsonNode layer : array) {
      Optional<Digest> digest = Digest.parse(layer.path("digest").asText());
      if (digest.isEmpty()) {
        return new Unusable("a layer without a usable digest");
      }
      var annotations = new LinkedHashMap<String, String>();
      layer
          .path("annotations")
          .properties()
          .forEach(a -> annotations.put(a.getKey(), a.getValue().asText()));
      layers.add(new Layer(layer.path("mediaType").asText(), digest.get(), annotations));
    }
    return new Layers(layers);
  }
}
