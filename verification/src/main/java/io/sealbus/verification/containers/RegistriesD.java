package io.sealbus.verification.containers;

import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.Scopes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What {@code registries.d} says about sigstore attachments. A node looks an image up by the name
 * of the registry that serves it, which may be a mirror's.
 *
 * @param byDefault the setting of {@code default-docker}; null where it has none
 * @param namespaces the namespaces of {@code docker} that have the setting
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.d.5.md">containers-registries.d(5)</a>
 */
public record RegistriesD(@Nullable Boolean byDefault, Map<String, Boolean> namespaces) {
  /** Largest file that is read, in UTF-16 units. */
  private static final int MAX_SIZE = 4 << 20;

  private static final int MAX_ALIASES = 50;
  private static final String SETTING = "use-sigstore-attachments";

  public RegistriesD {
    namespaces = Collections.unmodifiableMap(new TreeMap<>(namespaces));
  }

  /** Why a file cannot be used. */
  public static final class InvalidRegistriesDException extends Exception {
    InvalidRegistriesDException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads the files of a {@code registries.d} folder together.
   *
   * @param files the text of each file whose name ends in {@code .yaml}
   * @throws InvalidRegistriesDException where one is not YAML of the form, or two of them define
   *     the same namespace or the default
   */
  public static RegistriesD parse(List<String> files) throws InvalidRegistriesDException {
    var seen = new TreeMap<String, Boolean>();
    var namespaces = new TreeMap<String, Boolean>();
    Boolean byDefault = null;
    boolean hasDefault = false;
    for (String file : files) {
      Map<?, ?> top = mapping(load(file));
      if (top.get("default-docker") != null) {
        if (hasDefault) {
          throw new InvalidRegistriesDException("default-docker is defined twice");
        }
        hasDefault = true;
        byDefault = setting(mapping(top.get("default-docker")));
      }
      for (Map.Entry<?, ?> entry : mapping(top.get("docker")).entrySet()) {
        String namespace = String.valueOf(entry.getKey());
        if (seen.put(namespace, true) != null) {
          throw new InvalidRegistriesDException("a namespace is defined twice");
        }
        Boolean setting = setting(mapping(entry.getValue()));
        if (setting != null) {
          namespaces.put(namespace, setting);
        }
      }
    }
    return new RegistriesD(byDefault, namespaces);
  }

  private static @Nullable Object load(String yaml) throws InvalidRegistriesDException {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(MAX_SIZE)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      return new Load(settings).loadFromString(yaml);
    } catch (YamlEngineException | StackOverflowError e) {
      throw new InvalidRegistriesDException("not YAML: " + e.getClass().getSimpleName());
    }
  }

  private static Map<?, ?> mapping(@Nullable Object value) throws InvalidRegistriesDException {
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidRegistriesDException("expected a mapping");
  }

  private static @Nullable Boolean setting(Map<?, ?> namespace) throws InvalidRegistriesDException {
    Object value = namespace.get(SETTING);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw new InvalidRegistriesDException(SETTING + " is not a boolean");
  }

  /**
   * Whether a node looks for attachments of {@code image}, whose name is that at the registry which
   * serves it. The most specific entry that has the setting counts; without any the answer is no.
   */
  public boolean usesSigstoreAttachments(ImageReference image) {
    for (String scope : Scopes.of(image)) {
      Boolean setting = namespaces.get(scope);
      if (setting != null) {
        return setting;
      }
    }
    return byDefault != null && byDefault;
  }
}
