package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.InvalidJsonException;
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
    String text = members.stringOrNull(name);
    return text == null ? null : decode(members.path(name), text);
  }

  private static Bytes decode(String path, String base64) throws InvalidJsonException {
    try {
      return Bytes.copyOf(Base64Text.decode(base64));
    } catch (MalformedException e) {
      throw new InvalidJsonException(path, "illegal base64 data");
    }
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
    List<@Nullable String> datas = list(members, name + "Datas");
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

  private static List<Material> inline(String path, List<@Nullable String> datas)
      throws InvalidJsonException {
    var materials = new ArrayList<Material>();
    for (String data : datas) {
      materials.add(new Material.Inline(decode(path, data == null ? "" : data)));
    }
    return materials;
  }
}
