package io.sealbus.verification.evidence;

import io.sealbus.verification.evidence.SignatureManifest.Layer;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonBytes;
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

/**
 * Reads the descriptors of a manifest as Go decodes them: absent members are empty, wrong types
 * spoil the manifest even where nothing is done with the member, and a member that occurs again
 * adds to the one before.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI
 *     image-spec, descriptor</a>
 */
final class LayerReader {
  private static final LenientMembers EMPTY = empty();

  private LayerReader() {}

  static List<Layer> read(LenientMembers manifest) throws InvalidJsonException {
    checkInteger("$.schemaVersion", manifest.all("schemaVersion"));
    manifest.string("mediaType");
    manifest.string("artifactType");
    annotations("$", manifest);
    for (String name : List.of("config", "subject")) {
      for (JsonValue value : manifest.all(name)) {
        if (!(value instanceof JsonNull)) {
          checkDescriptor("$." + name, LenientMembers.of("$." + name, value));
        }
      }
    }
    var layers = new ArrayList<Layer>();
    for (LenientMembers layer : layers(manifest)) {
      layers.add(readLayer("$.layers[" + layers.size() + "]", layer));
    }
    return layers;
  }

  /** A second array adds to the elements of the first, and cuts off those that it lacks. */
  private static List<LenientMembers> layers(LenientMembers manifest) throws InvalidJsonException {
    List<LenientMembers> layers = new ArrayList<>();
    for (JsonValue value : manifest.all("layers")) {
      List<JsonValue> elements = elements("$.layers", value);
      for (int i = 0; i < elements.size(); i++) {
        JsonValue element = elements.get(i);
        LenientMembers members =
            element instanceof JsonNull ? EMPTY : LenientMembers.of("$.layers[" + i + "]", element);
        if (i < layers.size()) {
          layers.set(i, layers.get(i).and(members));
        } else {
          layers.add(members);
        }
      }
      layers.subList(elements.size(), layers.size()).clear();
    }
    return layers;
  }

  private static Layer readLayer(String path, LenientMembers layer) throws InvalidJsonException {
    checkDescriptor(path, layer);
    String mediaType = layer.string("mediaType");
    String digest = layer.string("digest");
    return new Layer(
        mediaType == null ? "" : mediaType,
        Digest.parse(digest == null ? "" : digest)
            .orElseThrow(() -> new InvalidJsonException(path + ".digest", "not a digest")),
        annotations(path, layer));
  }

  /** Members that nothing is done with, but whose wrong types spoil a manifest. */
  private static void checkDescriptor(String path, LenientMembers descriptor)
      throws InvalidJsonException {
    descriptor.string("mediaType");
    descriptor.string("digest");
    descriptor.string("artifactType");
    checkInteger(path + ".size", descriptor.all("size"));
    for (JsonValue data : descriptor.all("data")) {
      JsonBytes.of(path + ".data", data);
    }
    for (JsonValue urls : descriptor.all("urls")) {
      checkStrings(path + ".urls", urls);
    }
    for (JsonValue platform : descriptor.all("platform")) {
      if (!(platform instanceof JsonNull)) {
        checkPlatform(path + ".platform", platform);
      }
    }
    annotations(path, descriptor);
  }

  private static void checkPlatform(String path, JsonValue value) throws InvalidJsonException {
    LenientMembers platform = LenientMembers.of(path, value);
    for (String name : List.of("architecture", "os", "os.version", "variant")) {
      platform.string(name);
    }
    for (JsonValue features : platform.all("os.features")) {
      checkStrings(path + ".os.features", features);
    }
  }

  private static void checkInteger(String path, List<JsonValue> values)
      throws InvalidJsonException {
    for (JsonValue value : values) {
      try {
        if (value instanceof JsonNumber number) {
          Long.parseLong(number.text());
        } else if (!(value instanceof JsonNull)) {
          throw new InvalidJsonException(path, "expected a number, found " + value.kind());
        }
      } catch (NumberFormatException e) {
        throw new InvalidJsonException(path, "not a 64-bit integer");
      }
    }
  }

  private static void checkStrings(String path, JsonValue value) throws InvalidJsonException {
    for (JsonValue element : elements(path, value)) {
      text(path, element);
    }
  }

  private static List<JsonValue> elements(String path, JsonValue value)
      throws InvalidJsonException {
    return switch (value) {
      case JsonNull ignored -> List.of();
      case JsonArray array -> array.elements();
      default -> throw new InvalidJsonException(path, "expected an array, found " + value.kind());
    };
  }

  private static Map<String, String> annotations(String path, LenientMembers of)
      throws InvalidJsonException {
    var annotations = new HashMap<String, String>();
    for (JsonValue value : of.all("annotations")) {
      switch (value) {
        case JsonNull ignored -> annotations.clear();
        case JsonObject object -> {
          for (Member member : object.members()) {
            annotations.put(member.name(), text(path + ".annotations", member.value()));
          }
        }
        default ->
            throw new InvalidJsonException(
                path + ".annotations", "expected an object, found " + value.kind());
      }
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

  private static LenientMembers empty() {
    try {
      return LenientMembers.of("$", new JsonObject(List.of()));
    } catch (InvalidJsonException e) {
      throw new IllegalStateException(e);
    }
  }
}
