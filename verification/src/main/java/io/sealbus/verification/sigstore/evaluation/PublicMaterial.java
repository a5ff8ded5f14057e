package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Bytes;
import java.util.Map;

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

  public PublicMaterial {
    secrets = Map.copyOf(secrets);
    configMaps = Map.copyOf(configMaps);
    remoteTexts = Map.copyOf(remoteTexts);
  }
}
