package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.sigstore.ReferredMaterial.ConfigMap;
import io.sealbus.verification.sigstore.ReferredMaterial.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What policies refer to in the controller's namespace, and behind URLs.
 *
 * @param secrets entries of secrets by the secret's name; public keys only
 * @param configMaps entries of config maps by the config map's name
 * @param remoteTexts policy texts by URL, whose hash is compared where one is used
 */
public record PublicMaterial(
    Map<String, Map<String, Bytes>> secrets,
    Map<String, Map<String, String>> configMaps,
    Map<String, Bytes> remoteTexts) {
  /** Nothing at all. */
  public static final PublicMaterial NONE = new PublicMaterial(Map.of(), Map.of(), Map.of());

  /** Of these secrets and config maps. */
  public static PublicMaterial of(List<Secret> secrets, List<ConfigMap> configMaps) {
    return new PublicMaterial(
        secrets.stream().collect(Collectors.toMap(s -> s.key().name(), Secret::entries)),
        configMaps.stream().collect(Collectors.toMap(m -> m.key().name(), ConfigMap::entries)),
        Map.of());
  }

  public PublicMaterial {
    secrets = Map.copyOf(secrets);
    configMaps = Map.copyOf(configMaps);
    remoteTexts = Map.copyOf(remoteTexts);
  }
}
