package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.ResourceKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A Secret or ConfigMap of the controller's namespace that policies may refer to. */
public sealed interface ReferredMaterial {
  /** Kind of a secret. */
  String SECRET = "Secret";

  /** Kind of a config map. */
  String CONFIG_MAP = "ConfigMap";

  /** The key; the namespace is the controller's. */
  ResourceKey key();

  /**
   * A secret that holds nothing secret.
   *
   * @param entries PEM public keys by name
   */
  record Secret(ResourceKey key, Map<String, Bytes> entries) implements ReferredMaterial {
    public Secret {
      entries = Map.copyOf(entries);
    }
  }

  /** A config map. */
  record ConfigMap(ResourceKey key, Map<String, String> entries) implements ReferredMaterial {
    public ConfigMap {
      entries = Map.copyOf(entries);
    }

    /** Whether it is the one that configures the controller. */
    public boolean isConfiguration() {
      return key.name().equals(ControllerConfiguration.NAME);
    }
  }

  /** The normalised entries as JSON, sorted by name; {@link #fromSpecJson} reads them back. */
  default String specJson() {
    var entries = new TreeMap<String, Node>();
    switch (this) {
      case Secret secret ->
          secret.entries().forEach((name, pem) -> entries.put(name, new Node.Text(pem.toBase64())));
      case ConfigMap map ->
          map.entries().forEach((name, text) -> entries.put(name, new Node.Text(text)));
    }
    var spec = new Node.Mapping(Map.of("data", new Node.Mapping(entries)));
    return SpecText.write(spec, Shapes.entries());
  }

  /**
   * The material of a record on the {@code policies} topic.
   *
   * @throws IllegalArgumentException where {@code specJson} is not what {@link #specJson} wrote
   */
  static ReferredMaterial fromSpecJson(ResourceKey key, String specJson) {
    var data = new SpecFields(SpecText.read(specJson, Shapes.entries())).objectOrNone("data");
    Map<String, String> texts = new LinkedHashMap<>();
    data.object().members().keySet().forEach(name -> texts.put(name, data.text(name)));
    if (!key.kind().equals(SECRET)) {
      return new ConfigMap(key, texts);
    }
    Map<String, Bytes> entries = new LinkedHashMap<>();
    texts.forEach(
        (name, text) -> entries.put(name, Bytes.copyOf(Base64.getDecoder().decode(text))));
    return new Secret(key, entries);
  }
}
