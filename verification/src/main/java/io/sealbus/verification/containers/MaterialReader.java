package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonBytes;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.Members;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads where key material comes from. As on a node an empty path and {@code null} data count as
 * absent, empty data does not.
 */
final class MaterialReader {
  private MaterialReader() {}

  /** The decoded data, or null where it is absent or {@code null}. */
  static @Nullable Bytes data(Members members, String name) throws InvalidJsonException {
    JsonValue value = members.get(name);
    return value == null || value instanceof JsonNull
        ? null
        : Bytes.copyOf(JsonBytes.of(members.path(name), value));
  }

  /**
   * The one of {@code <name>Path} and {@code <name>Data} that is given, or null where there is
   * neither.
   */
  static @Nullable Material single(Members members, String name) throws InvalidJsonException {
    String path = members.string(name + "Path");
    Bytes data = data(members, name + "Data");
    if (!path.isEmpty() && data != null) {
      throw new InvalidJsonException(
          members.path(), name + "Path and " + name + "Data exclude each other");
    }
    if (data != null) {
      return new Material.Inline(data);
    }
    return path.isEmpty() ? null : new Material.Path(path);
  }

  /**
   * What {@code <name>Path}, {@code <name>Paths}, {@code <name>Data} and {@code <name>Datas} give,
   * of which there may be one. Empty where there is none.
   */
  static List<Material> several(Members members, String name) throws InvalidJsonException {
    var sources = new ArrayList<List<Material>>();
    String path = members.string(name + "Path");
    if (!path.isEmpty()) {
      sources.add(List.of(new Material.Path(path)));
    }
    Bytes data = data(members, name + "Data");
    if (data != null) {
      sources.add(List.of(new Material.Inline(data)));
    }
    List<@Nullable String> paths = list(members, name + "Paths");
    if (paths != null) {
      sources.add(
          paths.stream()
              .map(element -> (Material) new Material.Path(element == null ? "" : element))
              .toList());
    }
    JsonValue datas = members.get(name + "Datas");
    if (datas != null) {
      sources.add(inline(members.path(name + "Datas"), datas));
    }
    if (sources.size() > 1) {
      throw new InvalidJsonException(members.path(), "more than one source of " + name);
    }
    return sources.isEmpty() ? List.of() : sources.get(0);
  }

  private static @Nullable List<@Nullable String> list(Members members, String name)
      throws InvalidJsonException {
    List<@Nullable String> list = members.strings(name);
    if (list != null && list.isEmpty()) {
      throw new InvalidJsonException(members.path(name), "the list is empty");
    }
    return list;
  }

  private static List<Material> inline(String path, JsonValue datas) throws InvalidJsonException {
    List<JsonValue> elements =
        switch (datas) {
          case JsonNull ignored -> List.of();
          case JsonArray array -> array.elements();
          default -> throw new InvalidJsonException(path, "expected a list of base64");
        };
    if (elements.isEmpty()) {
      throw new InvalidJsonException(path, "the list is empty");
    }
    var materials = new ArrayList<Material>();
    for (JsonValue element : elements) {
      materials.add(new Material.Inline(Bytes.copyOf(JsonBytes.of(path, element))));
    }
    return materials;
  }
}
