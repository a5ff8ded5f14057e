package io.sealbus.verification.evidence;

import io.sealbus.verification.evidence.SignatureManifest.Layer;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the descriptors of a manifest as Go decodes them: absent members are empty, wrong types
 * spoil the manifest.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI
 *     image-spec, descriptor</a>
 */
final class LayerReader {
  private LayerReader() {}

  static List<Layer> read(LenientMembers manifest) throws InvalidJsonException {
    manifest.string("mediaType");
    annotations("$", manifest.get("annotations"));
    LenientMembers config = manifest.object("config");
    if (config != null) {
      checkTypes("$.config", config);
    }
    var layers = new ArrayList<Layer>();
    for (JsonValue element : elements("$.layers", manifest.get("layers"))) {
      String path = "$.layers[" + layers.size() + "]";
      layers.add(readLayer(path, LenientMembers.of(path, element)));
    }
    return layers;
  }

  private static Layer readLayer(String path, LenientMembers layer) throws InvalidJsonException {
    checkTypes(path, layer);
    String mediaType = layer.string("mediaType");
    String digest = layer.string("digest");
    return new Layer(
        mediaType == null ? "" : mediaType,
        Digest.parse(digest == null ? "" : digest)
            .orElseThrow(() -> new InvalidJsonException(path + ".digest", "not a digest")),
        annotations(path, layer.get("annotations")));
  }

  /** Members that nothing is done with, but whose wrong types spoil a manifest. */
  private static void checkTypes(String path, LenientMembers descriptor)
      throws InvalidJsonException {
    descriptor.string("mediaType");
    descriptor.string("digest");
    descriptor.string("artifactType");
    descriptor.string("data");
    JsonValue size = descriptor.get("size");
    boolean integer =
        size == null
            || size instanceof JsonNull
            || size instanceof JsonNumber number && number.text().matches("-?[0-9]{1,18}");
    if (!integer) {
      throw new InvalidJsonException(path + ".size", "not an integer");
    }
    for (JsonValue url : elements(path + ".urls", descriptor.get("urls"))) {
      text(path + ".urls", url);
    }
    annotations(path, descriptor.get("annotations"));
  }

  private static List<JsonValue> elements(String path, @Nullable JsonValue value)
      throws InvalidJsonException {
    if (value == null || value instanceof JsonNull) {
      return List.of();
    }
    if (value instanceof JsonArray array) {
      return array.elements();
    }
    throw new InvalidJsonException(path, "expected an array, found " + value.kind());
  }

  private static Map<String, String> annotations(String path, @Nullable JsonValue value)
      throws InvalidJsonException {
    var annotations = new HashMap<String, String>();
    if (value instanceof JsonObject object) {
      for (Member member : object.members()) {
        annotations.put(member.name(), text(path + ".annotations", member.value()));
      }
    } else if (value != null && !(value instanceof JsonNull)) {
      throw new InvalidJsonException(
          path + ".annotations", "expected an object, found " + value.kind());
    }
    return annotations;
  }

  private static String text(String path, JsonValue value) throws InvalidJsonException {
    return switch (value) {
      case JsonString string -> string.text();
      case JsonNull ignored -> "";
      default -> throw new InvalidJsonException(path, "expected a string, found " + value.kind());
    };
  }
}
