package io.sealbus.verification.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * The scopes that can govern an image, most specific first. {@code policy.json} and {@code
 * registries.d} look an image up by the same list.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md#docker">containers-policy.json(5),
 *     docker</a>
 */
public final class Scopes {
  private Scopes() {}

  /**
   * For {@code host:5000/a/b:tag}: the reference itself, {@code host:5000/a/b}, {@code
   * host:5000/a}, {@code host:5000}, and the wildcards of the host without its port. The transport
   * default and the global default are not among them.
   */
  public static List<String> of(ImageReference image) {
    var scopes = new ArrayList<String>();
    scopes.add(image.toString());
    String name = image.name();
    if (!image.isNameOnly()) {
      scopes.add(name);
    }
    for (int slash = name.lastIndexOf('/'); slash >= 0; slash = name.lastIndexOf('/', slash - 1)) {
      scopes.add(name.substring(0, slash));
    }
    String host = image.registry();
    int colon = host.lastIndexOf(':');
    String domain = colon < 0 ? host : host.substring(0, colon);
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      scopes.add("*" + domain.substring(dot));
    }
    return List.copyOf(scopes);
  }
}
